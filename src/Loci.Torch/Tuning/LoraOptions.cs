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

    /// <summary>Peak learning rate; null takes what <see cref="LearningRates.Lora"/> says for the model's size.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Schedule, clip and optimiser.</summary>
    public StepOptions Steps { get; init; } = new();

    /// <summary>Seed of A; B starts at zero, so a fresh adapter changes nothing.</summary>
    public long Seed { get; init; }

    /// <summary>Throws <see cref="InvalidInputException"/> naming every setting that cannot be.</summary>
    public void Validate()
    {
        if (Rank < 1) throw new InvalidInputException($"expected a LoRA rank of at least 1, found {Rank}.");
        if (Alpha == 0 || !double.IsFinite(Alpha)) throw new InvalidInputException($"expected a LoRA alpha that is a number other than 0, found {Alpha}.");
        if (!Enum.IsDefined(Targets)) throw new InvalidInputException($"expected LoRA targets among {string.Join(", ", Enum.GetNames<LoraTargets>())}, found {Targets}.");
        Steps.Validate(LearningRate);
    }
}
