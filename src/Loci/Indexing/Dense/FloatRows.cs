using Loci.Vectors;

namespace Loci.Indexing.Dense;

/// <summary>
/// n × d float32 vectors in memory, searched by a scan at the speed of memory: one query in float64, several at once in float32 with bounds and the rows in
/// question again in float64. Immutable and safe to share; larger and smaller versions share blocks of at most 256 MiB.
/// </summary>
public sealed class FloatRows : IScorableRows, IVectorRows
{
    private const int BlockNumbers = 64 << 20;
    private const int PieceRows = 1024;

    private readonly RowBlocks<FloatBlock> _rows;

    private FloatRows(int dimensions, RowBlocks<FloatBlock> rows) => (Dimensions, _rows) = (dimensions, rows);

    /// <summary>No rows of <paramref name="dimensions"/> numbers, at most 65,536.</summary>
    public static FloatRows Empty(int dimensions) => new(DenseInput.Dimensions(dimensions), new RowBlocks<FloatBlock>([]));

    /// <inheritdoc cref="IVectorRows.Count"/>
    public int Count => _rows.Count;

    /// <inheritdoc cref="IVectorRows.Dimensions"/>
    public int Dimensions { get; }

    int IScorableRows.RowBytes => Dimensions * sizeof(float);

    /// <summary>These rows and then others, which are used in place where nothing is joined: nobody may change them.</summary>
    /// <param name="values">Whole rows, one after another.</param>
    /// <param name="threads">Threads; null for all processors.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">They are no whole rows, or one holds NaN, infinity or a number beyond 2⁵⁰.</exception>
    public FloatRows Append(ReadOnlyMemory<float> values, int? threads = null, CancellationToken cancellationToken = default)
    {
        if (values.Length % Dimensions != 0)
            throw new InvalidInputException($"{values.Length} numbers are not a whole number of rows of {Dimensions}.");
        var (largest, count) = (Math.Max(1, BlockNumbers / Dimensions), values.Length / Dimensions);
        var blocks = new List<FloatBlock>();
        for (var first = 0; first < count; first += largest)
            blocks.Add(Measure(values.Slice(first * Dimensions, Math.Min(largest, count - first) * Dimensions), first, threads ?? Environment.ProcessorCount, cancellationToken));
        return new FloatRows(Dimensions, _rows.Append(blocks, largest));
    }

    /// <summary>All rows but some, renumbered without gaps.</summary>
    /// <exception cref="InvalidInputException">There is no such row.</exception>
    public FloatRows Without(IEnumerable<int> rows) => new(Dimensions, _rows.Without(rows));

    /// <inheritdoc/>
    public void Read(int first, Span<float> rows)
    {
        for (var row = first; !rows.IsEmpty; row++, rows = rows[Dimensions..])
        {
            var (block, index) = _rows.Locate(row);
            block.Row(index).CopyTo(rows);
        }
    }

    /// <summary>The K rows with the largest |⟨q, x⟩| for one query and the largest Σ⟨q, x⟩² for several.</summary>
    /// <inheritdoc cref="DenseSearch.Nearest"/>
    public NearestRows Nearest(IReadOnlyList<float[]> queries, DenseSearchOptions options, CancellationToken cancellationToken = default) =>
        DenseSearch.Nearest(this, queries, this, options, cancellationToken);

    /// <summary>The same for each of several queries alone, in one pass over the rows.</summary>
    /// <inheritdoc cref="DenseSearch.NearestEach"/>
    public NearestRows[] NearestEach(IReadOnlyList<float[]> queries, DenseSearchOptions options, CancellationToken cancellationToken = default) =>
        DenseSearch.NearestEach(this, queries, this, options, cancellationToken);

    /// <summary>Adds weight·⟨q, x⟩ of every row, and what adding up rounds to the errors.</summary>
    /// <inheritdoc cref="DenseSearch.Score"/>
    public void Score(float[] query, double weight, Span<double> scores, Span<double> errors, int? threads = null, CancellationToken cancellationToken = default) =>
        DenseSearch.Score(this, query, weight, scores, errors, threads, cancellationToken);

    int IScorableRows.Row(int position) => position;

    Func<IRowScorer> IScorableRows.Scorers(IReadOnlyList<float[]> queries) =>
        queries.Count == 1 ? ExactScorer.Scorers(queries[0], Count, _rows.Locate) : FloatScorer.Scorers(queries, Dimensions, Count, _rows.Locate);

    private FloatBlock Measure(ReadOnlyMemory<float> values, int number, int threads, CancellationToken cancellationToken)
    {
        var norms = new double[values.Length / Dimensions];
        RowWork.Run(norms.Length, PieceRows, threads, (_, first, size) =>
        {
            for (var i = first; i < first + size; i++)
            {
                var row = values.Span.Slice(i * Dimensions, Dimensions);
                DenseInput.Row(row, number + i);
                norms[i] = ExactProduct.NormAbove(row);
            }
        }, cancellationToken);
        return new FloatBlock(Dimensions, values, norms);
    }
}
