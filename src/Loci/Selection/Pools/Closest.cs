namespace Loci.Selection.Pools;

/// <summary>Finds the rows with the largest closeness.</summary>
internal static class Closest
{
    /// <summary>Up to <paramref name="count"/> allowed rows with the largest closeness, ascending by row; ties to the lowest.</summary>
    public static int[] Of(ReadOnlySpan<float> closeness, int count, Func<int, bool> allows)
    {
        var queue = new PriorityQueue<int, (float Closeness, int Row)>(Comparer<(float Closeness, int Row)>.Create(
            static (a, b) => a.Closeness != b.Closeness ? a.Closeness.CompareTo(b.Closeness) : b.Row.CompareTo(a.Row)));
        for (int row = 0; row < closeness.Length; row++)
        {
            bool room = queue.Count < count;
            if (!room && queue.TryPeek(out _, out (float Closeness, int Row) least) && closeness[row] <= least.Closeness)
            {
                continue;
            }
            if (!allows(row))
            {
                continue;
            }
            if (room)
            {
                queue.Enqueue(row, (closeness[row], row));
            }
            else
            {
                queue.EnqueueDequeue(row, (closeness[row], row));
            }
        }
        int[] rows = [.. queue.UnorderedItems.Select(item => item.Element)];
        Array.Sort(rows);
        return rows;
    }
}
