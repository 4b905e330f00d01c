using Loci.Memories;
using Loci.Selection;

namespace Loci.Learning;

/// <summary>What a prompt's retrieval found and picked.</summary>
/// <param name="Candidates">The K nearest chunks.</param>
/// <param name="Selection">The picks among them, in order.</param>
public sealed record Retrieved(Candidates Candidates, SelectionResult Selection)
{
    /// <summary>Nothing sought and nothing found.</summary>
    public static Retrieved Nothing { get; } = new(
        new Candidates { Queries = 0, Chunks = [], Documents = [], Ordinals = [], Texts = [], TokenCounts = [], Scores = [], Parts = [] }, new SelectionResult([], [], 0));

    /// <summary>The picks with what is left to know about the prompt after each.</summary>
    public IReadOnlyList<PickedChunk> Picks { get; } = [.. Selection.Indices.Select((candidate, n) => new PickedChunk(
        Candidates.Chunks[candidate],
        Candidates.Documents[candidate].Source,
        Candidates.Texts[candidate],
        Candidates.Scores[candidate],
        Math.Sqrt(Math.Max(0, Selection.Objective[n]))))];
}
