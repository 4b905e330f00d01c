namespace Loci.Torch.Tuning;

/// <summary>How all weights learn.</summary>
public sealed record FullTuningOptions
{
    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Schedule, clip and optimiser.</summary>
    public StepOptions Steps { get; init; } = new();
}
