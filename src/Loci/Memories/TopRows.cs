namespace Loci.Memories;

/// <summary>Picks the rows with the largest values. O(n log K).</summary>
internal static class TopRows
{
    /// <summary>The <paramref name="count"/> best rows, best first, ties to the lowest row.</summary>
    public static IReadOnlyList<(int Row, double Score)> Of(ReadOnlySpan<double> scores, int count, Func<int, bool>? allowed)
    {
        // The worst of the kept comes out first: the lowest value, and among equals the last row.
        var kept = new PriorityQueue<int, (double Score, int Row)>(
            Comparer<(double Score, int Row)>.Create((a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Row.CompareTo(a.Row)));
        var worst = double.NegativeInfinity;
        for (var row = 0; row < scores.Length; row++)
        {
            if ((kept.Count == count && scores[row] <= worst) || allowed?.Invoke(row) == false)
                continue;
            if (kept.Count < count)
                kept.Enqueue(row, (scores[row], row));
            else
                kept.EnqueueDequeue(row, (scores[row], row));
            kept.TryPeek(out _, out var priority);
            worst = priority.Score;
        }
        var best = new (int, double)[kept.Count];
        for (var i = best.Length - 1; i >= 0; i--)
        {
            kept.TryDequeue(out var row, out var priority);
            best[i] = (row, priority.Score);
        }
        return best;
    }
}
