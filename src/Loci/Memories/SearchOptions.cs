namespace Loci.Memories;

/// <summary>What a search looks for.</summary>
public sealed record SearchOptions
{
    /// <summary>K: how many chunks at most; fewer only where the memory, or what the filter lets through, holds fewer.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Which documents may be found; null for all. Asked once per document and search, on the calling thread.</summary>
    public Func<StoredDocument, bool>? Filter { get; init; }
}
