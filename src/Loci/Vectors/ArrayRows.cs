namespace Loci.Vectors;

/// <summary>Rows that are in memory, row by row. Used in place: nobody may change them meanwhile.</summary>
/// <param name="values">M × d elements.</param>
/// <param name="dimensions">d.</param>
public sealed class ArrayRows(ReadOnlyMemory<float> values, int dimensions) : IVectorRows
{
    /// <inheritdoc/>
    public int Count { get; } = dimensions > 0 && values.Length % dimensions == 0
        ? values.Length / dimensions
        : throw new InvalidInputException($"The matrix has {values.Length} elements, which is not a whole number of rows of {dimensions}.");

    /// <inheritdoc/>
    public int Dimensions => dimensions;

    /// <inheritdoc/>
    public void Read(int first, Span<float> rows) => values.Span.Slice(first * dimensions, rows.Length).CopyTo(rows);
}
