using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>
/// Finds the centroid with the largest inner product for every row, by the approximate products alone: it decides where a row is looked for, not how it is ranked.
/// Ties go to the lowest list.
/// </summary>
internal sealed class CentroidAssignment(float[][] centroids, int threads)
{
    private const int Group = 64;
    private const int PieceRows = 256;

    /// <summary>The list of each row; the same for every number of threads and every way to cut the rows.</summary>
    public Assigned[] Run(IScorableRows rows, CancellationToken cancellationToken)
    {
        Func<IRowScorer>[] groups = [.. centroids.Chunk(Group).Select(group => rows.Scorers(group))];
        var workers = new IRowScorer[threads][];
        var assigned = new Assigned[rows.Count];
        RowWork.Run(rows.Count, PieceRows, threads, (worker, first, count) =>
        {
            workers[worker] ??= [.. groups.Select(group => group())];
            Nearest(workers[worker], first, assigned.AsSpan(first, count));
        }, cancellationToken);
        return assigned;
    }

    private void Nearest(IRowScorer[] scorers, int first, Span<Assigned> assigned)
    {
        var tile = DenseSearch.TileRows(Group);
        Span<double> best = stackalloc double[PieceRows], list = stackalloc double[PieceRows];
        best.Fill(double.NegativeInfinity);
        var products = new double[Group * tile];
        for (var g = 0; g < scorers.Length; g++)
        {
            var queries = Math.Min(Group, centroids.Length - (g * Group));
            for (var start = 0; start < assigned.Length; start += tile)
            {
                var count = Math.Min(tile, assigned.Length - start);
                scorers[g].Score(first + start, count, products.AsSpan(0, queries * count), []);
                for (var q = 0; q < queries; q++)
                    Improve(products.AsSpan(q * count, count), (g * Group) + q, best[start..], list[start..]);
            }
        }
        for (var i = 0; i < assigned.Length; i++)
            assigned[i] = new Assigned((int)list[i], best[i]);
    }

    private static void Improve(ReadOnlySpan<double> products, int number, Span<double> best, Span<double> list)
    {
        var i = 0;
        for (; i + Vector512<double>.Count <= products.Length; i += Vector512<double>.Count)
        {
            var (product, before) = (Vector512.Create(products[i..]), Vector512.Create<double>(best[i..]));
            var better = Vector512.GreaterThan(product, before);
            Vector512.ConditionalSelect(better, product, before).CopyTo(best[i..]);
            Vector512.ConditionalSelect(better, Vector512.Create((double)number), Vector512.Create<double>(list[i..])).CopyTo(list[i..]);
        }
        for (; i < products.Length; i++)
            if (products[i] > best[i])
                (best[i], list[i]) = (products[i], number);
    }
}
