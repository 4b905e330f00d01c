namespace Loci.Server.Engines;

/// <summary>What was read for a prompt and what came of it.</summary>
public sealed record TuningOutcome
{
    /// <summary>The tuner's name.</summary>
    public required string Method { get; init; }

    /// <summary>SHA-256 of the weights that answer, as they are after the steps: equal exactly where they are, bit for bit.</summary>
    public required string WeightsHash { get; init; }

    /// <summary>Which state of the memory was read; null where its store cannot tell.</summary>
    public string? MemorySnapshot { get; init; }

    /// <summary>What was read, in order.</summary>
    public required IReadOnlyList<LearntChunk> Picks { get; init; }

    /// <summary>σ₀.</summary>
    public double Prior { get; init; }

    /// <summary>Gradient steps taken.</summary>
    public int Steps { get; init; }

    /// <summary>Loss of each chunk before its step, nats per token.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>Loss of the query under the base, nats per token; NaN where it is too short to tell.</summary>
    public double LossBefore { get; init; }

    /// <summary>The same after the steps.</summary>
    public double LossAfter { get; init; }

    /// <summary>What the guard said.</summary>
    public required GuardVerdict Guard { get; init; }

    /// <summary>Seconds per stage.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }
}
