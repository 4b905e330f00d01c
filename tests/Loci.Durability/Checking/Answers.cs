using Loci.Durability.Documents;
using Loci.Memories;

namespace Loci.Durability.Checking;

/// <summary>What a memory answers to some queries: one of twelve common words, one of a chunk that it may hold, and several at once.</summary>
internal static class Answers
{
    /// <summary>Searches; the answers as lines, equal exactly where ranking, scores and texts are equal.</summary>
    public static IReadOnlyList<string> Of(Memory memory, int seed, CancellationToken stop = default)
    {
        string[][] queries = [[Specimen.Query(seed)], [Specimen.Query(seed + 1), Specimen.Query(seed + 2)], [Specimen.Make(seed).Chunks[0].Text], ["a word nobody wrote"]];
        return [.. queries.SelectMany(query => Lines(memory.Search(query, new SearchOptions { Count = 20 }, stop)))];
    }

    private static IEnumerable<string> Lines(Candidates candidates) => Enumerable.Range(0, candidates.Count)
        .Select(i => FormattableString.Invariant(
            $"{candidates.Chunks[i]} {candidates.Documents[i].Source} {candidates.Ordinals[i]} {candidates.TokenCounts[i]} {candidates.Scores[i]:R} {candidates.Texts[i]}"))
        .Append("");
}
