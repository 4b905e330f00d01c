namespace Loci.Indexing.Dense;

/// <summary>Some of the rows, by number.</summary>
internal sealed class SelectedRows(CompactRows rows, int[] numbers) : IScorableRows
{
    /// <inheritdoc/>
    public int Count => numbers.Length;

    /// <inheritdoc/>
    public int Dimensions => rows.Dimensions;

    /// <inheritdoc/>
    public int RowBytes => CodeProduct.Padded(rows.Dimensions);

    /// <inheritdoc/>
    public int Row(int position) => numbers[position];

    /// <inheritdoc/>
    public Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries) => CompactScorer.Scorers(queries, Dimensions, Count, Locate);

    /// <summary>x̂ of the row at a position.</summary>
    public void Dequantize(int position, Span<float> into)
    {
        var (block, index) = rows.Rows.Locate(numbers[position]);
        block.Dequantize(index, into);
    }

    private void Locate(int first, Span<RowPlace<CompactBlock>> places)
    {
        for (var i = 0; i < places.Length; i++)
            places[i] = rows.Rows.Locate(numbers[first + i]);
    }
}
