using Loci.Vectors;

namespace Loci.Indexing.Dense;

/// <summary>
/// Exact search by one scan over approximate scores with true bounds. While the rows are scanned, the K-th largest lower bound so far rules out every row whose
/// upper bound is below it; the few rows left are read exactly, the most promising first, until no upper bound reaches the K-th best exact score. Nothing is
/// left to chance: the answer is that of a scan over exact rows in float64, for every number of threads. Safe for use by several threads.
/// </summary>
public static class DenseSearch
{
    /// <summary>Most positions that are scored at once.</summary>
    public const int LargestTile = 256;

    private const int SmallTile = 32;
    private const int FewQueries = 8;
    private const int PieceBytes = 1 << 19;

    /// <summary>The K rows with the largest |⟨q, x⟩| for one query and the largest Σ⟨q, x⟩² for several.</summary>
    /// <param name="rows">What is searched.</param>
    /// <param name="queries">m queries of d numbers.</param>
    /// <param name="exact">The exact rows; row r of it belongs to row number r of what is searched.</param>
    /// <param name="options">K, threads, which rows are allowed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">Sizes do not fit, or a query holds NaN, infinity or a number beyond 2⁵⁰.</exception>
    public static NearestRows Nearest(
        IScorableRows rows, IReadOnlyList<float[]> queries, IVectorRows exact, DenseSearchOptions options, CancellationToken cancellationToken = default)
    {
        Check(rows, queries, exact, options);
        var contenders = Scan(rows, queries, results: 1, options, cancellationToken)[0];
        return new Reranking(exact, queries, options.Count, options.Threads).Run(contenders, cancellationToken);
    }

    /// <summary>The K rows with the largest |⟨q, x⟩| for each query alone, in one pass over the rows: entry q belongs to query q.</summary>
    /// <inheritdoc cref="Nearest"/>
    public static NearestRows[] NearestEach(
        IScorableRows rows, IReadOnlyList<float[]> queries, IVectorRows exact, DenseSearchOptions options, CancellationToken cancellationToken = default)
    {
        Check(rows, queries, exact, options);
        var contenders = Scan(rows, queries, queries.Count, options, cancellationToken);
        var found = new NearestRows[queries.Count];
        RowWork.Run(found.Length, 1, options.Threads, (_, q, _) =>
            found[q] = new Reranking(exact, [queries[q]], options.Count, threads: 1).Run(contenders[q], cancellationToken), cancellationToken);
        return found;
    }

    /// <summary>
    /// Adds weight·approximation of ⟨q, x⟩ to the score at every position, and what bounds its error to the errors, so that a kernel that sums over parts keeps
    /// a true bound: the sum of |weight|·errors and of what adding up rounds.
    /// </summary>
    /// <param name="rows">What is scored.</param>
    /// <param name="query">d numbers.</param>
    /// <param name="weight">Share of the rows in the sum.</param>
    /// <param name="scores">One entry for each position.</param>
    /// <param name="errors">One entry for each position.</param>
    /// <param name="threads">Threads; null for all processors.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">Sizes do not fit, or the query holds NaN, infinity or a number beyond 2⁵⁰.</exception>
    public static unsafe void Score(
        IScorableRows rows, float[] query, double weight, Span<double> scores, Span<double> errors, int? threads = null, CancellationToken cancellationToken = default)
    {
        DenseInput.Queries([query], rows.Dimensions);
        if (scores.Length != rows.Count || errors.Length != rows.Count)
            throw new InvalidInputException($"There are {rows.Count} rows, and room for {scores.Length} scores and {errors.Length} errors.");
        var scorers = rows.Scorers([query]);
        var workers = new ScoreAdder?[threads ?? Environment.ProcessorCount];
        fixed (double* pinnedScores = scores, pinnedErrors = errors)
        {
            double* allScores = pinnedScores, allErrors = pinnedErrors; // a lambda may hold these, not the fixed ones; it ends before they do
            RowWork.Run(rows.Count, PieceRows(rows), workers.Length, (worker, first, count) =>
                (workers[worker] ??= new ScoreAdder(scorers())).Add(first, weight, new Span<double>(allScores + first, count), new Span<double>(allErrors + first, count)), cancellationToken);
        }
    }

    /// <summary>Positions scored at once: more for few queries, so that the results of a tile stay in the cache.</summary>
    internal static int TileRows(int queries) => queries <= FewQueries ? LargestTile : SmallTile;

    private static void Check(IScorableRows rows, IReadOnlyList<float[]> queries, IVectorRows exact, DenseSearchOptions options)
    {
        options.Check();
        DenseInput.Queries(queries, rows.Dimensions);
        DenseInput.Exact(exact, rows.Count, rows.Dimensions);
    }

    /// <summary>Everything that may be among the K best of each result.</summary>
    private static Contender[][] Scan(
        IScorableRows rows, IReadOnlyList<float[]> queries, int results, DenseSearchOptions options, CancellationToken cancellationToken)
    {
        var scorers = rows.Scorers(queries);
        var workers = new ScanWorker?[options.Threads];
        RowWork.Run(rows.Count, PieceRows(rows), options.Threads, (worker, first, count) =>
            (workers[worker] ??= new ScanWorker(rows, scorers(), queries.Count, results, options)).Scan(first, count), cancellationToken);
        return [.. Enumerable.Range(0, results).Select(result => Contenders.Ranked(options.Count, workers.Where(worker => worker is not null).Select(worker => worker!.Contenders[result])))];
    }

    private static int PieceRows(IScorableRows rows) => Math.Max(1, PieceBytes / rows.RowBytes / LargestTile) * LargestTile;
}
