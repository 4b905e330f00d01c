namespace Loci.Indexing.Dense;

/// <summary>How the lists of an inverted file are made.</summary>
public sealed record InvertedFileOptions
{
    /// <summary>Number of lists at most; null for 4√n. Never more than leave 39 rows for each on average.</summary>
    public int? Lists { get; init; }

    /// <summary>Rows of the sample for each list.</summary>
    public int SampleRows { get; init; } = 64;

    /// <summary>Rounds of k-means at most; it ends where no row changes its list.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Seed of the sample and of the first centroids.</summary>
    public int Seed { get; init; }

    /// <summary>Threads. The lists do not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
