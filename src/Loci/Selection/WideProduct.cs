using System.Numerics;
using System.Runtime.InteropServices;

namespace Loci.Selection;

/// <summary>Inner product of float32 vectors with float64 accumulators: Σᵢ xᵢ·yᵢ, where each product is exact. SIMD, O(d).</summary>
internal static class WideProduct
{
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        ReadOnlySpan<Vector<float>> ys = MemoryMarshal.Cast<float, Vector<float>>(y)[..xs.Length];
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero, low2 = Vector<double>.Zero, high2 = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < xs.Length; i += 2) // four independent sums hide the latency of an addition
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
}
