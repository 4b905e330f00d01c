namespace Loci.Evaluation;

/// <summary>What tuning on one rule's picks gave for one document.</summary>
/// <param name="Nats">Sum of losses at each checkpoint, the base's first.</param>
/// <param name="Steps">Gradient steps taken.</param>
/// <param name="Uncertainty">σ after the last pick; NaN without picks.</param>
/// <param name="Chunks">The picks, by chunk number.</param>
/// <param name="Seconds">Seconds per stage.</param>
public sealed record MethodResult(
    IReadOnlyList<double> Nats, int Steps, double Uncertainty, IReadOnlyList<long> Chunks, IReadOnlyDictionary<string, double> Seconds);
