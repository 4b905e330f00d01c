namespace Loci.Learning;

/// <summary>Where an adaptation stands.</summary>
/// <param name="Step">Gradient steps taken.</param>
/// <param name="Steps">Gradient steps planned.</param>
/// <param name="Loss">Loss of the newest chunk before its step, nats per token.</param>
public sealed record AdaptationProgress(int Step, int Steps, double Loss);
