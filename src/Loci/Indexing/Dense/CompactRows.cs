using Loci.Vectors;

namespace Loci.Indexing.Dense;

/// <summary>
/// n × d vectors, L2-normalised or zero, as int8 codes with a scale a row and what quantisation lost of it: a quarter of float32 in memory. Inner products
/// come with true bounds of their errors, so that a search that works out the few rows in question exactly gives what a scan of exact rows gives.
/// Other lengths of vectors are searched as correctly. Immutable and safe to share; larger and smaller versions share blocks of at most 64 MiB.
/// </summary>
public sealed class CompactRows : IScorableRows
{
    private const int BlockBytes = 64 << 20;
    private const int PieceRows = 256;

    private readonly RowBlocks<CompactBlock> _rows;

    private CompactRows(int dimensions, RowBlocks<CompactBlock> rows) => (Dimensions, _rows) = (dimensions, rows);

    /// <summary>No rows of <paramref name="dimensions"/> numbers, at most 65,536.</summary>
    public static CompactRows Empty(int dimensions) => new(DenseInput.Dimensions(dimensions), new RowBlocks<CompactBlock>([]));

    /// <summary>Rows from blocks that were kept somewhere.</summary>
    /// <exception cref="InvalidInputException">A block has rows of another length.</exception>
    public static CompactRows FromBlocks(int dimensions, IReadOnlyList<CompactBlock> blocks) =>
        blocks.FirstOrDefault(block => block.Dimensions != dimensions) is { } other
            ? throw new InvalidInputException($"The blocks must have rows of {dimensions} dimensions, and one has {other.Dimensions}. Build the index anew.")
            : new CompactRows(DenseInput.Dimensions(dimensions), new RowBlocks<CompactBlock>(blocks));

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <summary>The blocks, in order, to be kept somewhere.</summary>
    public IReadOnlyList<CompactBlock> Blocks => _rows.Blocks;

    int IScorableRows.RowBytes => CodeProduct.Padded(Dimensions);

    internal RowBlocks<CompactBlock> Rows => _rows;

    /// <summary>These rows and then others. The same codes, however the rows come.</summary>
    /// <param name="rows">The others; read once.</param>
    /// <param name="threads">Threads; null for all processors.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidInputException">They have another length, or one holds NaN, infinity or a number beyond 2⁵⁰.</exception>
    public CompactRows Append(IVectorRows rows, int? threads = null, CancellationToken cancellationToken = default)
    {
        if (rows.Dimensions != Dimensions)
            throw new InvalidInputException($"The rows have {Dimensions} dimensions, and those to be appended {rows.Dimensions}. Embed both with the same model.");
        var largest = Math.Max(1, BlockBytes / CodeProduct.Padded(Dimensions));
        var blocks = new List<CompactBlock>();
        for (var first = 0; first < rows.Count; first += largest)
            blocks.Add(Encode(rows, first, Math.Min(largest, rows.Count - first), threads ?? Environment.ProcessorCount, cancellationToken));
        return new CompactRows(Dimensions, _rows.Append(blocks, largest));
    }

    /// <summary>All rows but some, renumbered without gaps.</summary>
    /// <exception cref="InvalidInputException">There is no such row.</exception>
    public CompactRows Without(IEnumerable<int> rows) => new(Dimensions, _rows.Without(rows));

    /// <summary>The K rows with the largest |⟨q, x⟩| for one query and the largest Σ⟨q, x⟩² for several, exactly as over <paramref name="exact"/>.</summary>
    /// <inheritdoc cref="DenseSearch.Nearest"/>
    public NearestRows Nearest(IReadOnlyList<float[]> queries, IVectorRows exact, DenseSearchOptions options, CancellationToken cancellationToken = default) =>
        DenseSearch.Nearest(this, queries, exact, options, cancellationToken);

    /// <summary>The same for each of several queries alone, in one pass over the rows.</summary>
    /// <inheritdoc cref="DenseSearch.NearestEach"/>
    public NearestRows[] NearestEach(IReadOnlyList<float[]> queries, IVectorRows exact, DenseSearchOptions options, CancellationToken cancellationToken = default) =>
        DenseSearch.NearestEach(this, queries, exact, options, cancellationToken);

    /// <summary>Adds weight·⟨q, x⟩ of every row, approximately, and bounds of the errors.</summary>
    /// <inheritdoc cref="DenseSearch.Score"/>
    public void Score(float[] query, double weight, Span<double> scores, Span<double> errors, int? threads = null, CancellationToken cancellationToken = default) =>
        DenseSearch.Score(this, query, weight, scores, errors, threads, cancellationToken);

    int IScorableRows.Row(int position) => position;

    Func<IRowScorer> IScorableRows.Scorers(IReadOnlyList<float[]> queries) => CompactScorer.Scorers(queries, Dimensions, Count, _rows.Locate);

    private CompactBlock Encode(IVectorRows rows, int first, int count, int threads, CancellationToken cancellationToken)
    {
        var stride = CodeProduct.Padded(Dimensions);
        var codes = new sbyte[checked(count * stride)];
        var (scales, residuals) = (new float[count], new float[count]);
        RowWork.Run(count, PieceRows, threads, (_, start, size) =>
        {
            var (values, scratch) = (new float[size * Dimensions], new float[Dimensions]);
            rows.Read(first + start, values);
            for (var i = 0; i < size; i++)
            {
                var row = values.AsSpan(i * Dimensions, Dimensions);
                DenseInput.Row(row, first + start + i);
                (scales[start + i], residuals[start + i]) = Quantizer.Encode(row, codes.AsSpan((start + i) * stride, Dimensions), scratch);
            }
        }, cancellationToken);
        return new CompactBlock(Dimensions, codes, scales, residuals);
    }
}
