using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Selection.Kernels;

/// <summary>
/// Inner products of float32 rows with float64 accumulators: Σᵢ xᵢ·yᵢ, where each product is exact. SIMD.
/// The arithmetic is bound by widening float32 to float64, not by the multiplications; hence vectors that meet many rows come widened already.
/// </summary>
internal static class WideProduct
{
    private const int Group = 8; // rows that share one load of the widened vector, and as many independent sums as hide an addition's latency

    /// <summary>Σᵢ xᵢ·yᵢ of two rows of equal length.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        ReadOnlySpan<Vector<float>> ys = MemoryMarshal.Cast<float, Vector<float>>(y)[..xs.Length];
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero, low2 = Vector<double>.Zero, high2 = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < xs.Length; i += 2)
        {
            low += Vector.WidenLower(xs[i]) * Vector.WidenLower(ys[i]);
            high += Vector.WidenUpper(xs[i]) * Vector.WidenUpper(ys[i]);
            low2 += Vector.WidenLower(xs[i + 1]) * Vector.WidenLower(ys[i + 1]);
            high2 += Vector.WidenUpper(xs[i + 1]) * Vector.WidenUpper(ys[i + 1]);
        }
        for (; i < xs.Length; i++)
        {
            low += Vector.WidenLower(xs[i]) * Vector.WidenLower(ys[i]);
            high += Vector.WidenUpper(xs[i]) * Vector.WidenUpper(ys[i]);
        }
        double sum = Vector.Sum(low + low2 + (high + high2));
        for (int j = xs.Length * Vector<float>.Count; j < x.Length; j++)
        {
            sum += (double)x[j] * y[j];
        }
        return sum;
    }

    /// <summary>Σᵢ xᵢ·yᵢ of a row and a widened vector of equal length.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        ReadOnlySpan<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y)[..(2 * xs.Length)];
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        for (int i = 0; i < xs.Length; i++)
        {
            low += Vector.WidenLower(xs[i]) * ys[2 * i];
            high += Vector.WidenUpper(xs[i]) * ys[2 * i + 1];
        }
        double sum = Vector.Sum(low + high);
        for (int j = xs.Length * Vector<float>.Count; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }
        return sum;
    }

    /// <summary>‖x‖²; finite exactly if every element is.</summary>
    public static double SquaredNorm(ReadOnlySpan<float> x)
    {
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        foreach (Vector<float> value in xs)
        {
            Vector<double> lower = Vector.WidenLower(value), upper = Vector.WidenUpper(value);
            low += lower * lower;
            high += upper * upper;
        }
        double sum = Vector.Sum(low + high);
        foreach (float value in x[(xs.Length * Vector<float>.Count)..])
        {
            sum += (double)value * value;
        }
        return sum;
    }

    /// <summary>Writes a row in float64.</summary>
    public static void Widen(ReadOnlySpan<float> row, Span<double> wide) => System.Numerics.Tensors.TensorPrimitives.ConvertChecked(row, wide);

    /// <summary>Products of the first <paramref name="products"/>.Length rows with one widened vector: O(K·d), one read of the rows.</summary>
    public static void Column(ReadOnlySpan<ReadOnlyMemory<float>> rows, ReadOnlySpan<double> vector, Span<double> products)
    {
        int x = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; x + Group <= products.Length; x += Group)
            {
                EightRows(rows.Slice(x, Group), vector, products.Slice(x, Group));
            }
        }
        for (; x < products.Length; x++)
        {
            products[x] = Dot(rows[x].Span, vector);
        }
    }

    private static void EightRows(ReadOnlySpan<ReadOnlyMemory<float>> rows, ReadOnlySpan<double> vector, Span<double> products)
    {
        ReadOnlySpan<float> x0 = rows[0].Span, x1 = rows[1].Span, x2 = rows[2].Span, x3 = rows[3].Span;
        ReadOnlySpan<float> x4 = rows[4].Span, x5 = rows[5].Span, x6 = rows[6].Span, x7 = rows[7].Span;
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        int whole = vector.Length - vector.Length % Vector512<double>.Count;
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> y = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(vector), (nuint)i);
            s0 = Vector512.FusedMultiplyAdd(Eight(x0, i), y, s0);
            s1 = Vector512.FusedMultiplyAdd(Eight(x1, i), y, s1);
            s2 = Vector512.FusedMultiplyAdd(Eight(x2, i), y, s2);
            s3 = Vector512.FusedMultiplyAdd(Eight(x3, i), y, s3);
            s4 = Vector512.FusedMultiplyAdd(Eight(x4, i), y, s4);
            s5 = Vector512.FusedMultiplyAdd(Eight(x5, i), y, s5);
            s6 = Vector512.FusedMultiplyAdd(Eight(x6, i), y, s6);
            s7 = Vector512.FusedMultiplyAdd(Eight(x7, i), y, s7);
        }
        products[0] = Vector512.Sum(s0);
        products[1] = Vector512.Sum(s1);
        products[2] = Vector512.Sum(s2);
        products[3] = Vector512.Sum(s3);
        products[4] = Vector512.Sum(s4);
        products[5] = Vector512.Sum(s5);
        products[6] = Vector512.Sum(s6);
        products[7] = Vector512.Sum(s7);
        for (int i = whole; i < vector.Length; i++)
        {
            for (int x = 0; x < Group; x++)
            {
                products[x] += rows[x].Span[i] * vector[i];
            }
        }
    }

    /// <summary>Eight elements from <paramref name="index"/>, widened. The caller has checked the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Eight(ReadOnlySpan<float> row, int index) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)index).ToVector512Unsafe());
}
