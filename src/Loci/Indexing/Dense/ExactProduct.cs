using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>
/// Inner products of float32 rows as every search reports them: products in float64, where they are exact, summed in one order. Lane j of sixteen sums the
/// dimensions ≡ j (mod 16), ascending, of all whole sixteens; the d mod 16 last dimensions go to the last lanes (to the first where d is below 16). Then lanes
/// j and j + 8 are added, then j and j + 4, j + 2, j + 1. Since products are exact, fused and separate multiply-adds round alike, and the number is the same on
/// every machine, however its row was found. Its error is at most (d/16 + 6)·2⁻⁵³·‖x‖·‖q‖.
/// </summary>
internal static class ExactProduct
{
    private const int Lanes = FloatProduct.Lanes;

    /// <summary>More than the error of an inner product of d numbers, relative to the product of the norms.</summary>
    public static double RelativeError(int dimensions) => (dimensions + 64) / (double)(1L << 52);

    /// <summary>A vector in float64, laid out for <see cref="Dot(ReadOnlySpan{float}, double[])"/>.</summary>
    public static double[] Widen(ReadOnlySpan<float> vector)
    {
        var padded = new float[FloatProduct.Padded(vector.Length)];
        FloatProduct.Pad(vector, padded);
        return Array.ConvertAll(padded, value => (double)value);
    }

    /// <summary>‖x‖, rounded up.</summary>
    public static double NormAbove(ReadOnlySpan<float> x)
    {
        var squared = 0.0;
        foreach (var value in x)
            squared += (double)value * value;
        return Math.Sqrt(squared) * (1 + 1e-10); // more than d·2⁻⁵³ for every d allowed
    }

    /// <summary>Σᵢ xᵢ·yᵢ; <paramref name="wide"/> is what <see cref="Widen"/> gives.</summary>
    public static double Dot(ReadOnlySpan<float> x, double[] wide)
    {
        if (x.Length >= Lanes)
            return Dot(ref MemoryMarshal.GetReference(x), wide, x.Length);
        Span<float> padded = stackalloc float[Lanes];
        padded.Clear();
        x.CopyTo(padded);
        return Dot(ref MemoryMarshal.GetReference(padded), wide, Lanes);
    }

    /// <summary>The same for four rows of d numbers at once, at least sixteen, which hides the latency of additions.</summary>
    public static Vector256<double> Dot(ref float x0, ref float x1, ref float x2, ref float x3, double[] wide, int dimensions)
    {
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        Vector512<double> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        for (nuint i = 0; i < (nuint)dimensions; i += Lanes)
        {
            var at = nuint.Min(i, (nuint)(dimensions - Lanes));
            var (low, high) = (Vector512.LoadUnsafe(ref y, i), Vector512.LoadUnsafe(ref y, i + 8));
            a0 = Vector512.FusedMultiplyAdd(Eight(ref x0, at), low, a0);
            b0 = Vector512.FusedMultiplyAdd(Eight(ref x0, at + 8), high, b0);
            a1 = Vector512.FusedMultiplyAdd(Eight(ref x1, at), low, a1);
            b1 = Vector512.FusedMultiplyAdd(Eight(ref x1, at + 8), high, b1);
            a2 = Vector512.FusedMultiplyAdd(Eight(ref x2, at), low, a2);
            b2 = Vector512.FusedMultiplyAdd(Eight(ref x2, at + 8), high, b2);
            a3 = Vector512.FusedMultiplyAdd(Eight(ref x3, at), low, a3);
            b3 = Vector512.FusedMultiplyAdd(Eight(ref x3, at + 8), high, b3);
        }
        return Vector256.Create(Sum(a0, b0), Sum(a1, b1), Sum(a2, b2), Sum(a3, b3));
    }

    private static double Dot(ref float x, double[] wide, int dimensions)
    {
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        Vector512<double> low = default, high = default;
        for (nuint i = 0; i < (nuint)dimensions; i += Lanes)
        {
            var at = nuint.Min(i, (nuint)(dimensions - Lanes));
            low = Vector512.FusedMultiplyAdd(Eight(ref x, at), Vector512.LoadUnsafe(ref y, i), low);
            high = Vector512.FusedMultiplyAdd(Eight(ref x, at + 8), Vector512.LoadUnsafe(ref y, i + 8), high);
        }
        return Sum(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Eight(ref float row, nuint index) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref row, index).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<double> low, Vector512<double> high)
    {
        var eight = low + high;
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
