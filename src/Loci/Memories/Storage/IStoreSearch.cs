using Loci.Embedding;

namespace Loci.Memories.Storage;

/// <summary>A store that can rank chunks itself. Where it does, no index is derived.</summary>
internal interface IStoreSearch
{
    /// <summary>Whether it ranks as it was opened.</summary>
    bool Ranks { get; }

    /// <summary>
    /// The best chunks of a snapshot of this store, best first, ties to the chunk added first, with what they are ranked by (<see cref="Candidates.Scores"/>); null where
    /// that is left to an index after all.
    /// </summary>
    IReadOnlyList<(ChunkRow Row, double Score)>? Rank(
        IMemorySnapshot snapshot, IReadOnlyList<Features> queries, SearchOptions search, CancellationToken cancellationToken);
}
