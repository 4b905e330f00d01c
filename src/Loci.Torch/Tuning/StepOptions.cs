namespace Loci.Torch.Tuning;

/// <summary>How gradient steps are taken, whatever is being tuned.</summary>
public sealed record StepOptions
{
    /// <summary>Texts that a step is taken on together, on the mean of their losses.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Gradients are scaled down to this global norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the peak learning rate that is left at the last planned step; 1 keeps it constant.</summary>
    public double FinalShare { get; init; } = 0.1;

    /// <summary>
    /// Whether blocks are computed once more for their gradients instead of being kept (gradient checkpointing): a third more time, the memory of one block. Null, the default, does so where
    /// keeping them would take more than 2 GiB.
    /// </summary>
    public bool? Recompute { get; init; }

    /// <summary>Constants of the optimiser.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>The learning rate of step <paramref name="step"/> (from 0) of <paramref name="planned"/>: linear decay from the peak.</summary>
    public double Rate(double peak, int step, int planned)
    {
        var progress = planned <= 1 ? 0 : Math.Min(1, step / (double)(planned - 1));
        return peak * (1 - (1 - FinalShare) * progress);
    }

    /// <summary>Throws <see cref="InvalidInputException"/> naming every setting that cannot be.</summary>
    /// <param name="learningRate">The peak that goes with these options, or null where the model's size decides it.</param>
    public void Validate(double? learningRate)
    {
        var wrong = new List<string>();
        if (learningRate is { } peak && (!(peak > 0) || !double.IsFinite(peak))) wrong.Add($"a finite learning rate above 0 (found {peak})");
        if (BatchSize < 1) wrong.Add($"BatchSize of at least 1 (found {BatchSize})");
        if (!(ClipNorm > 0)) wrong.Add($"ClipNorm above 0, infinite for no clipping (found {ClipNorm})");
        if (!(FinalShare is >= 0 and <= 1)) wrong.Add($"FinalShare between 0 and 1 (found {FinalShare})");
        wrong.AddRange(Optimizer.Faults());
        if (wrong.Count > 0) throw new InvalidInputException($"tuning options: expected {string.Join("; ", wrong)}.");
    }
}
