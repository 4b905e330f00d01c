namespace Loci.Text.NearDuplicates;

/// <summary>What a character is to a word.</summary>
internal enum CharacterKind
{
    /// <summary>Part of none.</summary>
    Between,

    /// <summary>Part of one.</summary>
    Letter,

    /// <summary>A word by itself.</summary>
    Alone,
}
