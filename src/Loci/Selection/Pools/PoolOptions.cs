namespace Loci.Selection.Pools;

/// <summary>How a pool is gone through. None of this changes what is picked.</summary>
public sealed record PoolOptions
{
    /// <summary>Threads that read and compute; at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// How many rows are kept in memory to predict picks from; 0 begins with a sixteenth of the pool, at least 4,096, and doubles
    /// them where most of a prediction fails, as far as 256 MiB hold them.
    /// More rows make wrong predictions rarer, and so reads of the pool fewer.
    /// </summary>
    public int ActiveRows { get; init; }

    /// <summary>How many picks one read of the pool verifies, at most. More make reads fewer and cost more where a prediction fails.</summary>
    public int PicksPerPass { get; init; } = 256;

    /// <summary>Told where things stand, after every few blocks of rows.</summary>
    public IProgress<PoolProgress>? Progress { get; init; }

    /// <summary>Told everything needed to go on later, after every read of the pool.</summary>
    public Action<PoolCheckpoint>? Checkpoint { get; init; }

    /// <summary>Where to go on; null starts from the beginning.</summary>
    public PoolCheckpoint? ResumeFrom { get; init; }
}
