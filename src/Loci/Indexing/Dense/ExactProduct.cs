using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>
/// Inner products of float32 rows as every search reports them: products in float64, where they are exact, summed in one order. Lane j of sixteen sums the
/// dimensions ≡ j (mod 16), ascending; then lanes j and j + 8 are added, then j and j + 4, j + 2, j + 1. Since products are exact, fused and separate
/// multiply-adds round alike, and the number is the same on every machine, however its row was found. Its error is at most (d/16 + 5)·2⁻⁵³·‖x‖·‖q‖.
/// </summary>
internal static class ExactProduct
{
    /// <summary>Lanes that a widened query is padded to.</summary>
    public const int Lanes = 16;

    /// <summary>Largest error of an inner product of d numbers, relative to the product of the norms; generously.</summary>
    public static double RelativeError(int dimensions) => (dimensions + 64) / (double)(1L << 52);

    /// <summary>A vector in float64, padded with zeros to whole lanes.</summary>
    public static double[] Widen(ReadOnlySpan<float> vector)
    {
        var wide = new double[(vector.Length + Lanes - 1) / Lanes * Lanes];
        for (var i = 0; i < vector.Length; i++)
            wide[i] = vector[i];
        return wide;
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
        ref var row = ref MemoryMarshal.GetReference(x);
        Vector512<double> low = default, high = default;
        Add(ref row, wide, x.Length, ref low, ref high);
        return Sum(low, high);
    }

    /// <summary>The same for four rows of d numbers at once, which hides the latency of additions.</summary>
    public static Vector256<double> Dot(ref float x0, ref float x1, ref float x2, ref float x3, double[] wide, int dimensions)
    {
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        Vector512<double> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        var whole = (nuint)(dimensions - dimensions % Lanes);
        for (nuint i = 0; i < whole; i += Lanes)
        {
            var (low, high) = (Vector512.LoadUnsafe(ref y, i), Vector512.LoadUnsafe(ref y, i + 8));
            a0 = Vector512.FusedMultiplyAdd(Eight(ref x0, i), low, a0);
            b0 = Vector512.FusedMultiplyAdd(Eight(ref x0, i + 8), high, b0);
            a1 = Vector512.FusedMultiplyAdd(Eight(ref x1, i), low, a1);
            b1 = Vector512.FusedMultiplyAdd(Eight(ref x1, i + 8), high, b1);
            a2 = Vector512.FusedMultiplyAdd(Eight(ref x2, i), low, a2);
            b2 = Vector512.FusedMultiplyAdd(Eight(ref x2, i + 8), high, b2);
            a3 = Vector512.FusedMultiplyAdd(Eight(ref x3, i), low, a3);
            b3 = Vector512.FusedMultiplyAdd(Eight(ref x3, i + 8), high, b3);
        }
        if ((int)whole < dimensions)
        {
            AddRest(ref x0, wide, dimensions, ref a0, ref b0);
            AddRest(ref x1, wide, dimensions, ref a1, ref b1);
            AddRest(ref x2, wide, dimensions, ref a2, ref b2);
            AddRest(ref x3, wide, dimensions, ref a3, ref b3);
        }
        return Vector256.Create(Sum(a0, b0), Sum(a1, b1), Sum(a2, b2), Sum(a3, b3));
    }

    private static void Add(ref float x, double[] wide, int dimensions, ref Vector512<double> low, ref Vector512<double> high)
    {
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        var (a, b) = (low, high);
        var whole = (nuint)(dimensions - dimensions % Lanes);
        for (nuint i = 0; i < whole; i += Lanes)
        {
            a = Vector512.FusedMultiplyAdd(Eight(ref x, i), Vector512.LoadUnsafe(ref y, i), a);
            b = Vector512.FusedMultiplyAdd(Eight(ref x, i + 8), Vector512.LoadUnsafe(ref y, i + 8), b);
        }
        (low, high) = (a, b);
        if ((int)whole < dimensions)
            AddRest(ref x, wide, dimensions, ref low, ref high);
    }

    private static void AddRest(ref float x, double[] wide, int dimensions, ref Vector512<double> low, ref Vector512<double> high)
    {
        Span<float> rest = stackalloc float[Lanes];
        rest.Clear();
        var whole = dimensions - dimensions % Lanes;
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, whole), dimensions - whole).CopyTo(rest);
        ref var row = ref MemoryMarshal.GetReference(rest);
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        low = Vector512.FusedMultiplyAdd(Eight(ref row, 0), Vector512.LoadUnsafe(ref y, (nuint)whole), low);
        high = Vector512.FusedMultiplyAdd(Eight(ref row, 8), Vector512.LoadUnsafe(ref y, (nuint)whole + 8), high);
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
