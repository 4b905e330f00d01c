namespace Loci.Text.PreTokenizers;

/// <summary>What becomes of the text that a splitting pattern matches.</summary>
internal enum SplitBehavior
{
    /// <summary>It is a word of its own.</summary>
    Isolated,

    /// <summary>It is left out.</summary>
    Removed,

    /// <summary>It ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>It opens the word after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one word.</summary>
    Contiguous,
}
