namespace Loci.Memories;

/// <summary>What a search looks for.</summary>
public sealed record SearchOptions
{
    /// <summary>K: how many chunks at most; fewer only where the memory, or what the filters let through, holds fewer.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Which documents may be found, as conditions that a database can work out; null for all.</summary>
    public DocumentFilter? Documents { get; init; }

    /// <summary>Which documents may be found besides; null for all. Asked once per document and search, on the calling thread.</summary>
    public Func<StoredDocument, bool>? Filter { get; init; }

    /// <summary>
    /// How many lists of an approximate index (IVF) are searched; 0 searches everything, which is the default and exact. Only memories whose embedder has one
    /// dense part and nothing else have such an index; the others are always searched exactly.
    /// </summary>
    public int Probes { get; init; }

    /// <summary>Both filters as one; null where there is none.</summary>
    internal DocumentFilter? Allowed => (Documents, Filter) switch
    {
        (null, null) => null,
        (null, { } filter) => new DocumentFilter { Where = filter },
        ({ } documents, null) => documents,
        ({ Where: { } where } documents, { } filter) => documents with { Where = document => where(document) && filter(document) },
        ({ } documents, { } filter) => documents with { Where = filter },
    };
}
