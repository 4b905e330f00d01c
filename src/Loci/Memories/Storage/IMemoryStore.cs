namespace Loci.Memories.Storage;

/// <summary>
/// The truth of a memory: its documents, chunks and features, kept so that what was acknowledged survives. Knows nothing of embedding or search.
/// Safe to share between threads; additions and removals are made one at a time.
/// </summary>
internal interface IMemoryStore : IDisposable
{
    /// <summary>What messages call it; without secrets.</summary>
    string Name { get; }

    /// <summary>What it says of itself now.</summary>
    MemorySettings Settings();

    /// <summary>The folder for what is derived of a tenant's documents; null where nothing is kept.</summary>
    string? DerivedFolder(string tenant);

    /// <summary>Runs what only reads, and where the store lies elsewhere and the connection to it was lost, perhaps again.</summary>
    T Attempt<T>(Func<T> read, CancellationToken cancellationToken) => read();

    /// <summary>A consistent view of a tenant's documents as they are now; the caller disposes it.</summary>
    IMemorySnapshot Read(string tenant);

    /// <summary>Adds, all or nothing; says of each document whether it is new. One that is known gains its source.</summary>
    bool[] Add(string tenant, IReadOnlyList<PreparedDocument> documents, CancellationToken cancellationToken);

    /// <summary>Removes sources, all or nothing, and the documents that have none left; gives how many documents went.</summary>
    int Remove(string tenant, IReadOnlyList<DocumentSource> sources);

    /// <summary>Counts what a tenant has; of all tenants where it is null.</summary>
    MemoryInfo Describe(string? tenant);
}
