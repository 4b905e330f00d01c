using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>Turns approximations with errors into bounds of what rows are ranked by.</summary>
internal static class Bounds
{
    /// <summary>2⁻⁵¹: more than a few roundings of float64 lose, relatively.</summary>
    public const double Rounding = 1.0 / (1L << 51);

    /// <summary>In place: from a and e to max(0, |a| − e) and |a| + e, between which |⟨q, x⟩| lies.</summary>
    public static void OfMagnitudes(Span<double> lower, Span<double> upper)
    {
        ref double low = ref MemoryMarshal.GetReference(lower), high = ref MemoryMarshal.GetReference(upper);
        var i = 0;
        for (; i + Vector512<double>.Count <= lower.Length; i += Vector512<double>.Count)
        {
            var (magnitude, error) = (Vector512.Abs(Vector512.LoadUnsafe(ref low, (nuint)i)), Vector512.LoadUnsafe(ref high, (nuint)i));
            Vector512.Max(magnitude - error, Vector512<double>.Zero).StoreUnsafe(ref low, (nuint)i);
            (magnitude + error).StoreUnsafe(ref high, (nuint)i);
        }
        for (; i < lower.Length; i++)
            (lower[i], upper[i]) = (Math.Max(Math.Abs(lower[i]) - upper[i], 0), Math.Abs(lower[i]) + upper[i]);
    }

    /// <summary>
    /// Sums over queries, whose approximations and errors lie one after another: in the first rows of both, bounds of Σ⟨q, x⟩² for <paramref name="count"/> rows.
    /// </summary>
    public static void OfSquares(Span<double> lower, Span<double> upper, int count, int queries)
    {
        var slack = (queries + 8) * Rounding;
        OfMagnitudes(lower, upper);
        for (var i = 0; i < count; i++)
        {
            double low = 0, high = 0;
            for (var at = i; at < lower.Length; at += count)
            {
                low += lower[at] * lower[at];
                high += upper[at] * upper[at];
            }
            (lower[i], upper[i]) = (low * (1 - slack), high * (1 + slack));
        }
    }

    /// <summary>The first position from <paramref name="start"/> on whose value is not below a threshold; the length if there is none.</summary>
    public static int NextReaching(ReadOnlySpan<double> values, int start, double threshold)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var limit = Vector512.Create(threshold);
        for (; start + Vector512<double>.Count <= values.Length; start += Vector512<double>.Count)
        {
            var reached = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)start), limit);
            if (reached != Vector512<double>.Zero && reached.ExtractMostSignificantBits() is var bits and not 0)
                return start + System.Numerics.BitOperations.TrailingZeroCount(bits);
        }
        for (; start < values.Length; start++)
            if (values[start] >= threshold)
                return start;
        return values.Length;
    }
}
