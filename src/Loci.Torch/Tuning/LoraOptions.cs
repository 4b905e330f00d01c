namespace Loci.Torch.Tuning;

/// <summary>What a LoRA adapter looks like and how it learns.</summary>
public sealed record LoraOptions
{
    /// <summary>r: inner width of the adapter.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>α: the update is scaled by α / r.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Which linear maps get an adapter.</summary>
    public LoraTargets Targets { get; init; } = LoraTargets.All;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Schedule, clip and optimiser.</summary>
    public StepOptions Steps { get; init; } = new();

    /// <summary>Seed of A; B starts at zero, so a fresh adapter changes nothing.</summary>
    public long Seed { get; init; }
}
