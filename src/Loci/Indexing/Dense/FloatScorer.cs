using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>
/// Scores float32 rows against several queries in float32. A sum in sixteen lanes rounds each product fewer than d/16 + 40 times, so that its error is below
/// (d/16 + 40)·2⁻²⁴·‖q‖·‖x‖, and among the smallest numbers by d·2⁻¹⁴⁸ more (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).
/// </summary>
internal sealed class FloatScorer(float[] queries, double[] norms, int dimensions, ExactScorer.Locator locate) : IRowScorer
{
    private const int Group = 4;

    private readonly RowPlace<FloatBlock>[] _places = new RowPlace<FloatBlock>[DenseSearch.LargestTile + Group];
    private readonly float[] _products = new float[norms.Length * DenseSearch.TileRows(norms.Length)];

    private double RelativeError => ((dimensions / FloatProduct.Lanes) + 40) * 1.01 / (1 << 24);

    private double SmallestError => dimensions * 2.0 * float.Epsilon;

    /// <summary>Prepares queries.</summary>
    public static Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries, int dimensions, ExactScorer.Locator locate)
    {
        var padded = FloatProduct.Padded(dimensions);
        var (rows, norms) = (new float[queries.Count * padded], new double[queries.Count]);
        for (var q = 0; q < norms.Length; q++)
        {
            FloatProduct.Pad(queries[q], rows.AsSpan(q * padded, padded));
            norms[q] = ExactProduct.NormAbove(queries[q]);
        }
        return () => new FloatScorer(rows, norms, dimensions, locate);
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        locate(first, _places.AsSpan(0, count));
        _places.AsSpan(count, Group).Fill(_places[count - 1]); // groups are whole; what is too many repeats the last row
        var room = (count + Group - 1) / Group * Group;
        Multiply(room);
        for (var q = 0; q < norms.Length; q++)
        {
            var (perNorm, smallest) = (norms[q] * RelativeError, SmallestError);
            for (var i = 0; i < count; i++)
            {
                approximations[q * count + i] = _products[q * room + i];
                errors[q * count + i] = (_places[i].Block.Norm(_places[i].Index) * perNorm) + smallest;
            }
        }
    }

    private void Multiply(int room)
    {
        if (dimensions < FloatProduct.Lanes)
        {
            MultiplyFew(room);
            return;
        }
        var (grouped, padded) = (norms.Length - norms.Length % Group, FloatProduct.Padded(dimensions));
        for (var q = 0; q < grouped; q += Group)
            for (var i = 0; i < room; i += Group)
                FloatProduct.FourByFour(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref queries[q * padded], dimensions, ref _products[q * room + i], room);
        for (var q = grouped; q < norms.Length; q++)
            for (var i = 0; i < room; i += Group)
                FloatProduct.FourByOne(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref queries[q * padded], dimensions).StoreUnsafe(ref _products[q * room + i]);
    }

    /// <summary>For rows that are shorter than a vector.</summary>
    private void MultiplyFew(int room)
    {
        for (var q = 0; q < norms.Length; q++)
            for (var i = 0; i < room; i++)
                _products[q * room + i] = TensorPrimitives.Dot(_places[i].Block.Row(_places[i].Index), queries.AsSpan(q * FloatProduct.Padded(dimensions), dimensions));
    }

    private ref float At(int i) => ref MemoryMarshal.GetReference(_places[i].Block.Row(_places[i].Index));
}
