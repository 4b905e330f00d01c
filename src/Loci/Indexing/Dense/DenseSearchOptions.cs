namespace Loci.Indexing.Dense;

/// <summary>What a search over dense rows looks for.</summary>
public sealed record DenseSearchOptions
{
    /// <summary>K: how many rows at most; fewer only where there are fewer.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Threads, also for a single query. The answer does not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Which rows may be found; null for all. Asked about a row only where it could be among the K, from any of the threads, and must answer alike each time.
    /// </summary>
    public Func<int, bool>? Allowed { get; init; }

    /// <summary>Makes sure that the options can be used.</summary>
    internal void Check()
    {
        if (Count < 1)
            throw new InvalidInputException($"A search finds one row at least, and {Count} were asked for.");
        if (Threads < 1)
            throw new InvalidInputException($"A search needs one thread at least, and was given {Threads}.");
    }
}
