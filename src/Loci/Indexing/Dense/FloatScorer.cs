using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Indexing.Dense;

/// <summary>
/// Scores float32 rows against several queries in float32. A sum in sixteen lanes rounds each product fewer than d/16 + 40 times, so that its error is below
/// (d/16 + 40)·2⁻²⁴·‖q‖·‖x‖, and among the smallest numbers by d·2⁻¹⁴⁸ more (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).
/// </summary>
internal sealed class FloatScorer(float[] queries, double[] norms, int dimensions, RowWindow<FloatBlock> rows) : IRowScorer
{
    private const int Group = RowWindow<FloatBlock>.Group;

    private readonly float[] _products = new float[norms.Length * DenseSearch.TileRows(norms.Length)];

    private double RelativeError => ((dimensions / FloatProduct.Lanes) + 40) * 1.01 / (1 << 24);

    private double SmallestError => dimensions * 2.0 * float.Epsilon;

    /// <summary>Prepares queries.</summary>
    public static Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries, int dimensions, int count, RowLocator<FloatBlock> locate)
    {
        var stride = FloatProduct.Padded(dimensions);
        var (padded, norms) = (new float[queries.Count * stride], new double[queries.Count]);
        for (var q = 0; q < norms.Length; q++)
        {
            FloatProduct.Pad(queries[q], padded.AsSpan(q * stride, stride));
            norms[q] = ExactProduct.NormAbove(queries[q]);
        }
        return () => new FloatScorer(padded, norms, dimensions, new RowWindow<FloatBlock>(count, dimensions * sizeof(float), locate));
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        var room = rows.MoveTo(first, count);
        if (dimensions < FloatProduct.Lanes)
            MultiplyShort(count, room);
        else
            Multiply(count, room);
        for (var q = 0; q < norms.Length; q++)
        {
            var (perNorm, smallest) = (norms[q] * RelativeError, SmallestError);
            for (var i = 0; i < count; i++)
            {
                approximations[q * count + i] = _products[q * room + i];
                errors[q * count + i] = (rows[i].Block.Norm(rows[i].Index) * perNorm) + smallest;
            }
        }
    }

    private void Multiply(int count, int room)
    {
        var (grouped, stride) = (norms.Length - norms.Length % Group, FloatProduct.Padded(dimensions));
        for (var q = 0; q < grouped; q += Group)
            for (var i = 0; i < room; i += Group)
                FloatProduct.FourByFour(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref queries[q * stride], dimensions, ref _products[q * room + i], room);
        for (var q = grouped; q < norms.Length; q++)
            for (var i = 0; i < count; i++)
                _products[q * room + i] = FloatProduct.One(ref At(i), ref queries[q * stride], dimensions);
    }

    /// <summary>For rows that are shorter than a vector.</summary>
    private void MultiplyShort(int count, int room)
    {
        for (var q = 0; q < norms.Length; q++)
            for (var i = 0; i < count; i++)
                _products[q * room + i] = TensorPrimitives.Dot(rows[i].Block.Row(rows[i].Index), queries.AsSpan(q * FloatProduct.Padded(dimensions), dimensions));
    }

    private ref float At(int i) => ref MemoryMarshal.GetReference(rows[i].Block.Row(rows[i].Index));
}
