namespace Loci.Torch.Tuning;

/// <summary>How <see cref="DampedTuner"/> takes its steps.</summary>
public sealed record DampedOptions
{
    /// <summary>η of the first step. Gradients are clipped to a norm of <see cref="ClipNorm"/>, so that no step moves the weights by more than η · ClipNorm.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Texts that a step is taken on together, on the mean of their losses.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Share of the rate that is left at the last planned step.</summary>
    public double FinalShare { get; init; } = 0.5;

    /// <summary>β of the momentum, from 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.5;

    /// <summary>δ, in root mean squares of the model's gradients: a weight whose gradients usually are as large as δ moves half as far as one without.</summary>
    public double Damping { get; init; } = 1;

    /// <summary>Gradients are scaled down to this global norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Throws <see cref="InvalidInputException"/> naming every setting that cannot be.</summary>
    internal void Validate()
    {
        var wrong = new List<string>();
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate)) wrong.Add($"a finite learning rate above 0 (found {LearningRate})");
        if (BatchSize < 1) wrong.Add($"BatchSize of at least 1 (found {BatchSize})");
        if (!(FinalShare is >= 0 and <= 1)) wrong.Add($"FinalShare between 0 and 1 (found {FinalShare})");
        if (!(Momentum is >= 0 and < 1)) wrong.Add($"Momentum from 0 to below 1 (found {Momentum})");
        if (!(Damping > 0)) wrong.Add($"Damping above 0 (found {Damping})");
        if (!(ClipNorm > 0)) wrong.Add($"ClipNorm above 0, infinite for no clipping (found {ClipNorm})");
        if (wrong.Count > 0) throw new InvalidInputException($"tuning options: expected {string.Join("; ", wrong)}.");
    }
}
