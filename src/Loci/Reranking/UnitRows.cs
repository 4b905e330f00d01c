using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Reranking;

/// <summary>
/// L2-normalised copies of float32 rows: x / ‖x‖, worked out in float64 and rounded once; a row of zeros stays as it is. The copies lie in rented blocks,
/// which go back on disposal: nobody may use the rows after it.
/// </summary>
internal sealed class UnitRows : IDisposable
{
    private const int BlockLength = 1 << 18; // floats; rows that are longer have a block each

    private readonly List<float[]> _blocks = [];

    /// <summary>Copies the rows; all have the same length.</summary>
    public ReadOnlyMemory<float>[] Of(ReadOnlySpan<ReadOnlyMemory<float>> rows)
    {
        var units = new ReadOnlyMemory<float>[rows.Length];
        if (rows.IsEmpty)
        {
            return units;
        }
        int dimensions = rows[0].Length, rowsPerBlock = Math.Max(1, BlockLength / dimensions);
        double[] wide = ArrayPool<double>.Shared.Rent(dimensions);
        for (int i = 0; i < rows.Length; i++)
        {
            int slot = i % rowsPerBlock;
            if (slot == 0)
            {
                _blocks.Add(ArrayPool<float>.Shared.Rent(Math.Min(rowsPerBlock, rows.Length - i) * dimensions));
            }
            Memory<float> unit = _blocks[^1].AsMemory(slot * dimensions, dimensions);
            Normalize(rows[i].Span, wide.AsSpan(0, dimensions), unit.Span);
            units[i] = unit;
        }
        ArrayPool<double>.Shared.Return(wide);
        return units;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (float[] block in _blocks)
        {
            ArrayPool<float>.Shared.Return(block);
        }
        _blocks.Clear();
    }

    private static void Normalize(ReadOnlySpan<float> row, Span<double> wide, Span<float> unit)
    {
        TensorPrimitives.ConvertTruncating<float, double>(row, wide);
        double norm = TensorPrimitives.Norm<double>(wide);
        TensorPrimitives.Divide(wide, norm == 0 ? 1 : norm, wide);
        TensorPrimitives.ConvertTruncating<double, float>(wide, unit); // from float64 to float32 this rounds to nearest
    }
}
