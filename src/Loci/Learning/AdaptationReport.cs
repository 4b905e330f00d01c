namespace Loci.Learning;

/// <summary>What was read for a prompt and what came of it.</summary>
/// <param name="Picks">The chunks, in the order they were learnt.</param>
/// <param name="Prior">σ₀: standard deviation about the prompt before the first pick.</param>
/// <param name="Steps">Gradient steps taken.</param>
/// <param name="LossBefore">Loss under the base of the prompt, or of its last quarter where the rest is learnt, nats per token; NaN where the prompt is too short to tell.</param>
/// <param name="LossAfter">The same after the steps.</param>
/// <param name="Kept">Whether the adaptation is in force; if not, the base answers.</param>
/// <param name="Seconds">Seconds per stage: embed, search, select, tune, guard.</param>
public sealed record AdaptationReport(
    IReadOnlyList<PickedChunk> Picks, double Prior, int Steps, double LossBefore, double LossAfter, bool Kept, IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>Which state of the memory was read, as <see cref="Memories.Candidates.Snapshot"/> says it; null where its store cannot tell.</summary>
    public string? MemorySnapshot { get; init; }
}
