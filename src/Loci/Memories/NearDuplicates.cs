namespace Loci.Memories;

/// <summary>What an addition does with a document that nearly repeats one in the memory.</summary>
public enum NearDuplicates
{
    /// <summary>Adds it and looks for none, which costs nothing.</summary>
    Keep,

    /// <summary>Adds it and notes which document it repeats (<see cref="StoredDocument.DuplicateOf"/>).</summary>
    Mark,

    /// <summary>Does not add it.</summary>
    Drop,
}
