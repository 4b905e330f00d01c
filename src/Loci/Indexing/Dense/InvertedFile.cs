using Loci.Vectors;

namespace Loci.Indexing.Dense;

/// <summary>
/// Rows in lists by their nearest centroid, so that a search reads the most promising lists alone: an inverted file over flat codes (Sivic and Zisserman 2003;
/// Jégou, Douze and Schmid 2011, section IV). What is read is ranked exactly; what is in the other lists is missed. Immutable and safe to share.
/// </summary>
public sealed class InvertedFile
{
    private const int Outgrown = 4;

    private readonly float[] _centroids;
    private readonly int[] _assignments;
    private readonly Lazy<ListTable> _lists;

    private InvertedFile(CompactRows rows, float[] centroids, int[] assignments, int trainedRows)
    {
        (Rows, _centroids, _assignments, TrainedRows) = (rows, centroids, assignments, trainedRows);
        _lists = new Lazy<ListTable>(() => new ListTable(_assignments, Lists));
    }

    /// <summary>The rows.</summary>
    public CompactRows Rows { get; }

    /// <summary>Number of lists.</summary>
    public int Lists => _centroids.Length / Rows.Dimensions;

    /// <summary>Lists × d, unit vectors row by row.</summary>
    public ReadOnlyMemory<float> Centroids => _centroids;

    /// <summary>The list of each row.</summary>
    public ReadOnlyMemory<int> Assignments => _assignments;

    /// <summary>How many rows there were when the centroids were trained.</summary>
    public int TrainedRows { get; }

    /// <summary>Whether there are now four times as many rows as the centroids were trained for, or a quarter of them, so that lists are too long or too short.</summary>
    public bool ShouldTrain => Rows.Count > 0 && ((long)Rows.Count >= (long)Outgrown * TrainedRows || (long)Rows.Count * Outgrown <= TrainedRows);

    /// <summary>
    /// Trains centroids on a sample of the rows and puts every row into a list. The same rows, options and seed give the same lists, for every number of threads.
    /// </summary>
    public static InvertedFile Train(CompactRows rows, InvertedFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new InvertedFileOptions();
        var centroids = new CentroidTraining(rows, options, cancellationToken).Run();
        return Assign(rows, [], [.. centroids.SelectMany(centroid => centroid)], rows.Count, options.Threads, cancellationToken);
    }

    /// <summary>Takes arrays as <see cref="Centroids"/> and <see cref="Assignments"/> gave them, and keeps them: nobody may change them.</summary>
    /// <exception cref="InvalidInputException">They do not fit the rows.</exception>
    public static InvertedFile FromArrays(CompactRows rows, float[] centroids, int[] assignments, int trainedRows)
    {
        if (centroids.Length == 0 || centroids.Length % rows.Dimensions != 0)
            throw new InvalidInputException($"Centroids are rows of {rows.Dimensions} numbers, one at least, and there are {centroids.Length} numbers. Train the lists anew.");
        for (var list = 0; list < centroids.Length / rows.Dimensions; list++)
            DenseInput.Row(centroids.AsSpan(list * rows.Dimensions, rows.Dimensions), list);
        if (assignments.Length != rows.Count || trainedRows < 0)
            throw new InvalidInputException($"There are {rows.Count} rows, and {assignments.Length} of them in lists that were trained on {trainedRows}. Train the lists anew.");
        return assignments.AsSpan().ContainsAnyExceptInRange(0, centroids.Length / rows.Dimensions - 1)
            ? throw new InvalidInputException($"Lists have numbers from 0 to {centroids.Length / rows.Dimensions - 1}, and a row is in another. Train the lists anew.")
            : new InvertedFile(rows, centroids, assignments, trainedRows);
    }

    /// <summary>The same lists with more rows in them.</summary>
    /// <param name="grown">Rows that begin with <see cref="Rows"/>.</param>
    /// <param name="threads">Threads; null for all processors.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">There are fewer rows than before, or of another length.</exception>
    public InvertedFile Extend(CompactRows grown, int? threads = null, CancellationToken cancellationToken = default) =>
        grown.Count >= Rows.Count && grown.Dimensions == Rows.Dimensions
            ? Assign(grown, _assignments, _centroids, TrainedRows, threads ?? Environment.ProcessorCount, cancellationToken)
            : throw new InvalidInputException($"The lists hold {Rows.Count} rows of {Rows.Dimensions} dimensions, and cannot be extended to {grown.Count} of {grown.Dimensions}.");

    /// <summary>All rows but some, renumbered without gaps, in the same lists.</summary>
    /// <exception cref="InvalidInputException">There is no such row.</exception>
    public InvertedFile Without(IEnumerable<int> rows)
    {
        var gone = rows.ToHashSet();
        return new InvertedFile(Rows.Without(gone), _centroids, [.. _assignments.Where((_, row) => !gone.Contains(row))], TrainedRows);
    }

    /// <summary>
    /// The K best rows of the lists whose centroids have the largest |⟨q, c⟩| (Σ⟨q, c⟩² for several queries), ranked and scored as by <see cref="DenseSearch.Nearest"/>.
    /// </summary>
    /// <param name="queries">m queries of d numbers.</param>
    /// <param name="exact">The exact rows.</param>
    /// <param name="probes">Lists to read, at least one; with all of them the answer is that of a search over all rows.</param>
    /// <param name="options">K, threads, which rows are allowed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">Sizes do not fit, or a query holds NaN, infinity or a number beyond 2⁵⁰.</exception>
    public NearestRows Nearest(
        IReadOnlyList<float[]> queries, IVectorRows exact, int probes, DenseSearchOptions options, CancellationToken cancellationToken = default)
    {
        DenseInput.Queries(queries, Rows.Dimensions);
        DenseInput.Exact(exact, Rows.Count, Rows.Dimensions);
        if (probes < 1)
            throw new InvalidInputException($"A search reads one list at least, and was told to read {probes}.");
        return probes >= Lists
            ? DenseSearch.Nearest(Rows, queries, exact, options, cancellationToken)
            : DenseSearch.Nearest(new SelectedRows(Rows, _lists.Value.RowsOf(Promising(queries, probes))), queries, exact, options, cancellationToken);
    }

    /// <summary>The same for each query alone: entry q belongs to query q.</summary>
    /// <inheritdoc cref="Nearest"/>
    public NearestRows[] NearestEach(
        IReadOnlyList<float[]> queries, IVectorRows exact, int probes, DenseSearchOptions options, CancellationToken cancellationToken = default) =>
        [.. queries.Select(query => Nearest([query], exact, probes, options, cancellationToken))];

    private static InvertedFile Assign(
        CompactRows rows, int[] assigned, float[] centroids, int trainedRows, int threads, CancellationToken cancellationToken)
    {
        var added = new SelectedRows(rows, [.. Enumerable.Range(assigned.Length, rows.Count - assigned.Length)]);
        var nearest = new CentroidAssignment([.. centroids.Chunk(rows.Dimensions)], threads).Run(added, cancellationToken);
        return new InvertedFile(rows, centroids, [.. assigned, .. nearest.Select(near => near.List)], trainedRows);
    }

    private IEnumerable<int> Promising(IReadOnlyList<float[]> queries, int probes)
    {
        double[][] wide = [.. queries.Select(query => ExactProduct.Widen(query))];
        var promise = new double[Lists];
        for (var list = 0; list < promise.Length; list++)
        {
            foreach (var query in wide)
            {
                var product = ExactProduct.Dot(_centroids.AsSpan(list * Rows.Dimensions, Rows.Dimensions), query);
                promise[list] += product * product;
            }
        }
        return Enumerable.Range(0, promise.Length).OrderByDescending(list => promise[list]).Take(probes); // stable: ties to the lowest list
    }
}
