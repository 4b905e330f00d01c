namespace Loci.Evaluation.Records;

/// <summary>What one method gave for one document.</summary>
/// <param name="Nats">Sum of losses at each checkpoint, the base's first.</param>
/// <param name="GuardNats">The same of what a guard may look at; NaN where there is nothing.</param>
/// <param name="Spent">Seconds of embedding, search, selection and steps that had gone by at each checkpoint; scoring is not counted.</param>
/// <param name="Steps">Gradient steps taken.</param>
/// <param name="StepLosses">Mean loss of each chunk before its step, nats per token.</param>
/// <param name="Prior">σ₀: standard deviation about the query before the first pick.</param>
/// <param name="Uncertainty">σ after each pick.</param>
/// <param name="Scores">What search ranked each pick by.</param>
/// <param name="Chunks">The picks, by chunk number.</param>
/// <param name="Seconds">Seconds per stage.</param>
public sealed record MethodResult(
    IReadOnlyList<double> Nats,
    IReadOnlyList<double> GuardNats,
    IReadOnlyList<double> Spent,
    int Steps,
    IReadOnlyList<double> StepLosses,
    double Prior,
    IReadOnlyList<double> Uncertainty,
    IReadOnlyList<double> Scores,
    IReadOnlyList<long> Chunks,
    IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>What is kept for reading, where the document is shown.</summary>
    public ShownPicks? Shown { get; init; }

    /// <summary>The checkpoint that a guard stops at: the one with the least loss on what it may look at, the earliest among equals, or 0, the base, where that saves too little.</summary>
    /// <param name="margin">The least share of the base's loss there that has to be saved.</param>
    /// <param name="last">The last checkpoint that it may stop at; null is the last.</param>
    public int Guarded(double margin, int? last = null)
    {
        var best = 0;
        for (var i = 1; i <= (last ?? GuardNats.Count - 1); i++)
        {
            if (GuardNats[i] < GuardNats[best]) best = i;
        }
        return GuardNats[best] < (1 - margin) * GuardNats[0] ? best : 0;
    }
}
