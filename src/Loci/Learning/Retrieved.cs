using Loci.Memories;
using Loci.Selection;

namespace Loci.Learning;

/// <summary>What a prompt's retrieval found and picked.</summary>
/// <param name="Candidates">The K nearest chunks.</param>
/// <param name="Selection">The picks among them, in order.</param>
public sealed record Retrieved(Candidates Candidates, SelectionResult Selection)
{
    /// <summary>The picks with what is left to know about the prompt after each.</summary>
    public IReadOnlyList<PickedChunk> Picks { get; } = [.. Selection.Indices.Select((candidate, n) => new PickedChunk(
        Candidates.Chunks[candidate],
        Candidates.Documents[candidate].Source,
        Candidates.Texts[candidate],
        Candidates.Scores[candidate],
        Math.Sqrt(Math.Max(0, Selection.Objective[n]))))];
}
