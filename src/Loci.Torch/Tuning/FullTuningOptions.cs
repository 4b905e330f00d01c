namespace Loci.Torch.Tuning;

/// <summary>How plain weights learn: all of them, or those of the output layer.</summary>
public sealed record FullTuningOptions
{
    /// <summary>Peak learning rate; null takes what <see cref="LearningRates"/> says for the model's size.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Moments that are carried over from session to session, one session at a time; null begins anew with each. Stays the caller's.</summary>
    public CarriedMoments? Carried { get; init; }

    /// <summary>Schedule, clip and optimiser.</summary>
    public StepOptions Steps { get; init; } = new();
}
