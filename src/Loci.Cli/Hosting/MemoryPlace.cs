using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres;

namespace Loci.Cli.Hosting;

/// <summary>A memory as it is named on the command line: a folder, or the address of a PostgreSQL database.</summary>
internal static class MemoryPlace
{
    /// <summary>The identity of the embedder it was made with; null where it has not been made.</summary>
    public static Task<string?> FindEmbedderAsync(string place, CancellationToken cancellationToken) => PostgresMemory.IsAddress(place)
        ? PostgresMemory.FindEmbedderAsync(place, cancellationToken)
        : Memory.FindEmbedderAsync(place, cancellationToken);

    /// <summary>What it holds.</summary>
    public static Task<MemoryInfo> DescribeAsync(string place, CancellationToken cancellationToken) => PostgresMemory.IsAddress(place)
        ? PostgresMemory.DescribeAsync(place, cancellationToken)
        : Memory.DescribeAsync(place, cancellationToken);

    /// <summary>Opens it. What is derived of a database's memory for a local search is kept under LOCI_HOME.</summary>
    public static Task<Memory> OpenAsync(string place, IEmbedder embedder, MemoryOptions options, CancellationToken cancellationToken) => PostgresMemory.IsAddress(place)
        ? PostgresMemory.OpenAsync(place, embedder, new PostgresOptions { Memory = options, CacheFolder = Path.Combine(Places.Home, "cache", "memories") }, cancellationToken)
        : Memory.OpenAsync(place, embedder, options, cancellationToken);
}
