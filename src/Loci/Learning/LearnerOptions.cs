namespace Loci.Learning;

/// <summary>How a prompt is learnt.</summary>
public sealed record LearnerOptions
{
    /// <summary>How chunks are found and picked.</summary>
    public RetrievalOptions Retrieval { get; init; } = new();

    /// <summary>Whether an adaptation is kept only if it lowers the loss on the prompt itself, which no step trains on.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
