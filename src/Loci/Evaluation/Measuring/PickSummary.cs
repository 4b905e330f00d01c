using Loci.Evaluation.Records;
using Loci.Learning;

namespace Loci.Evaluation.Measuring;

/// <summary>Picks for reading, with those marked that nearly repeat an earlier one.</summary>
internal static class PickSummary
{
    private const int Letters = 400;
    private const double Alike = 0.5; // Jaccard similarity of words

    /// <summary>The picks in order.</summary>
    public static IReadOnlyList<ShownPick> Of(IReadOnlyList<PickedChunk> picks)
    {
        HashSet<string>[] words = [.. picks.Select(pick => pick.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))];
        int? Repeats(int pick)
        {
            var earlier = Enumerable.Range(0, pick).FirstOrDefault(other => Jaccard(words[other], words[pick]) >= Alike, -1);
            return earlier < 0 ? null : earlier;
        }
        return [.. picks.Select((pick, i) => new ShownPick(pick.Id, pick.Document, pick.Text[..Math.Min(Letters, pick.Text.Length)], Repeats(i)))];
    }

    private static double Jaccard(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        var all = one.Count + other.Count - shared;
        return all == 0 ? 1 : (double)shared / all;
    }
}
