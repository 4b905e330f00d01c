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
            return Dot(ref MemoryMarshal.GetReference(x), wide, x.Length, ref MemoryMarshal.GetReference(x));
        Span<float> padded = stackalloc float[Lanes];
        padded.Clear();
        x.CopyTo(padded);
        return Dot(ref MemoryMarshal.GetReference(padded), wide, Lanes, ref MemoryMarshal.GetReference(padded));
    }

    /// <summary>The same for a row of at least sixteen numbers, while <paramref name="next"/> is asked for.</summary>
    public static double Dot(ref float x, double[] wide, int dimensions, ref float next)
    {
        ref var y = ref MemoryMarshal.GetArrayDataReference(wide);
        Vector512<double> low = default, high = default;
        for (nuint i = 0; i < (nuint)dimensions; i += Lanes)
        {
            var at = nuint.Min(i, (nuint)(dimensions - Lanes));
            Prefetch.Ask(ref next, i);
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
