using Loci.Memories;

namespace Loci.Postgres;

/// <summary>How a memory in a database is opened.</summary>
public sealed record PostgresOptions
{
    /// <summary>What holds of every memory: whether it may be made, whose documents are meant, near-duplicates, the clock.</summary>
    public MemoryOptions Memory { get; init; } = new();

    /// <summary>Where it is searched.</summary>
    public VectorSearch Search { get; init; }

    /// <summary>How the server finds the nearest vectors, where the server searches. An index that is missing is made when the memory is opened.</summary>
    public VectorIndex Index { get; init; }

    /// <summary>
    /// Whether the server's table of vectors, where it is made now, keeps 16-bit floating-point numbers: half the space, and up to 4,000 dimensions in an index instead of
    /// 2,000. Scores are exact all the same.
    /// </summary>
    public bool HalfPrecision { get; init; }

    /// <summary>
    /// How many candidates a search of the graph keeps (<c>hnsw.ef_search</c>); at least as many as are asked for, at most 1,000.
    /// <see cref="SearchOptions.Probes"/> takes its place for one search.
    /// </summary>
    public int EfSearch { get; init; } = 100;

    /// <summary>
    /// The folder where the indexes of a local search are kept between openings; null, the default, keeps them in memory only. They hold terms and vectors, and
    /// what was forgotten elsewhere stays in them until the next search.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>How many times what a lost connection cut off is tried again, after a tenth of a second, two, four tenths and so on.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>How long an addition or removal waits for other writers of the same memory.</summary>
    public TimeSpan WriterPatience { get; init; } = TimeSpan.FromSeconds(60);
}
