using System.Numerics;
using System.Runtime.InteropServices;

namespace Loci.Selection;

/// <summary>Subtracts a linear combination of columns: y ← y − Σₙ cₙ·colₙ.</summary>
internal static class Projections
{
    private const int Together = 4; // columns per pass over y: y is read and written a quarter as often

    /// <summary>Subtracts <paramref name="columns"/> weighted by <paramref name="coefficients"/>; each column is at least as long as <paramref name="y"/>.</summary>
    public static void Subtract(Span<double> y, ReadOnlySpan<double[]> columns, ReadOnlySpan<double> coefficients)
    {
        int n = 0;
        for (; n + Together <= columns.Length; n += Together)
        {
            SubtractFour(y, columns.Slice(n, Together), coefficients.Slice(n, Together));
        }
        for (; n < columns.Length; n++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(columns[n].AsSpan(0, y.Length), -coefficients[n], y, y);
        }
    }

    private static void SubtractFour(Span<double> y, ReadOnlySpan<double[]> columns, ReadOnlySpan<double> coefficients)
    {
        ReadOnlySpan<double> a = columns[0].AsSpan(0, y.Length), b = columns[1].AsSpan(0, y.Length);
        ReadOnlySpan<double> c = columns[2].AsSpan(0, y.Length), d = columns[3].AsSpan(0, y.Length);
        double wa = coefficients[0], wb = coefficients[1], wc = coefficients[2], wd = coefficients[3];
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> va = MemoryMarshal.Cast<double, Vector<double>>(a)[..ys.Length], vb = MemoryMarshal.Cast<double, Vector<double>>(b)[..ys.Length];
        ReadOnlySpan<Vector<double>> vc = MemoryMarshal.Cast<double, Vector<double>>(c)[..ys.Length], vd = MemoryMarshal.Cast<double, Vector<double>>(d)[..ys.Length];
        for (int i = 0; i < ys.Length; i++)
        {
            ys[i] -= va[i] * wa + vb[i] * wb + (vc[i] * wc + vd[i] * wd);
        }
        for (int x = ys.Length * Vector<double>.Count; x < y.Length; x++)
        {
            y[x] -= a[x] * wa + b[x] * wb + (c[x] * wc + d[x] * wd);
        }
    }
}
