using Loci.Torch.Tuning;

namespace Loci.Torch.Training;

/// <summary>How a model is trained from text. Defaults suit models of a few million parameters.</summary>
public sealed record TrainingOptions
{
    /// <summary>Tokens of a training window; 0 takes the model's context length.</summary>
    public int WindowLength { get; init; }

    /// <summary>Windows in one step.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Passes over the text; ignored where <see cref="Steps"/> is given.</summary>
    public double Epochs { get; init; } = 1;

    /// <summary>Steps of the run; 0 derives them from <see cref="Epochs"/>.</summary>
    public int Steps { get; init; }

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Share of the run over which the rate rises from zero.</summary>
    public double WarmupShare { get; init; } = 0.02;

    /// <summary>Share of the run, at its end, over which the rate falls linearly to zero; constant in between.</summary>
    public double DecayShare { get; init; } = 0.5;

    /// <summary>Decoupled weight decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Gradients are scaled down to this global norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 250;

    /// <summary>Steps between validations.</summary>
    public int ValidateEvery { get; init; } = 500;

    /// <summary>Decides weights, order and offsets.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Constants of the optimiser.</summary>
    internal AdamWOptions Optimizer => new(Beta1, Beta2, 1e-8, WeightDecay);

    /// <summary>The learning rate of step <paramref name="step"/> (from 0) of <paramref name="total"/>: warm-up, constant, linear decay.</summary>
    public double Rate(int step, int total)
    {
        double warmup = Math.Max(1, WarmupShare * total), decay = Math.Max(1, DecayShare * total);
        return LearningRate * Math.Min(1, Math.Min((step + 1) / warmup, (total - step) / decay));
    }

    /// <summary>Throws <see cref="InvalidInputException"/> naming every setting that cannot be.</summary>
    public void Validate()
    {
        var wrong = new List<string>();
        if (BatchSize < 1) wrong.Add($"BatchSize at least 1 (found {BatchSize})");
        if (Steps < 0) wrong.Add($"Steps at least 0 (found {Steps})");
        if (!(Epochs > 0) || !double.IsFinite(Epochs)) wrong.Add($"Epochs above 0 (found {Epochs})");
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate)) wrong.Add($"LearningRate above 0 (found {LearningRate})");
        if (WindowLength < 0) wrong.Add($"WindowLength at least 0 (found {WindowLength})");
        if (!(WarmupShare is >= 0 and <= 1)) wrong.Add($"WarmupShare between 0 and 1 (found {WarmupShare})");
        if (!(DecayShare is >= 0 and <= 1)) wrong.Add($"DecayShare between 0 and 1 (found {DecayShare})");
        if (!(ClipNorm > 0)) wrong.Add($"ClipNorm above 0 (found {ClipNorm})");
        wrong.AddRange(Optimizer.Faults());
        if (CheckpointEvery < 1 || ValidateEvery < 1) wrong.Add("CheckpointEvery and ValidateEvery at least 1");
        if (wrong.Count > 0) throw new InvalidInputException($"training options: expected {string.Join("; ", wrong)}.");
    }
}
