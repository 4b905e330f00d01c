namespace Loci.Torch.Tuning;

/// <summary>How gradient steps are taken, whatever is being tuned.</summary>
public sealed record StepOptions
{
    /// <summary>Gradients are scaled down to this global norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the peak learning rate that is left at the last planned step; 1 keeps it constant.</summary>
    public double FinalShare { get; init; } = 0.1;

    /// <summary>Constants of the optimiser.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>The learning rate of step <paramref name="step"/> (from 0) of <paramref name="planned"/>: linear decay from the peak.</summary>
    public double Rate(double peak, int step, int planned)
    {
        var progress = planned <= 1 ? 0 : Math.Min(1, step / (double)(planned - 1));
        return peak * (1 - (1 - FinalShare) * progress);
    }
}
