namespace Loci.VectorData;

/// <summary>How a <see cref="CollectionMemory{TKey, TRecord}"/> asks its store.</summary>
public sealed record CollectionMemoryOptions
{
    /// <summary>
    /// How many records a store is asked for at once, at most. A search that would have to look deeper, because filters let little through or several queries
    /// disagree, ends there with what it has found. Default: 10,000.
    /// </summary>
    public int Deepest { get; init; } = 10_000;

    /// <summary>How many records are read at once where all are gone through. Default: 1,000.</summary>
    public int PageSize { get; init; } = 1_000;
}
