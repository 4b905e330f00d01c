using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Loci.Indexing.Dense;

/// <summary>
/// Inner products of float32 rows of at least sixteen numbers in float32, in sixteen lanes with fused multiply-adds where the machine has them. Four rows and
/// four queries share their loads. Where d is no multiple of sixteen, the last sixteen numbers of a row are read once more, against zeros where they counted already.
/// </summary>
internal static class FloatProduct
{
    /// <summary>Numbers that are multiplied at once.</summary>
    public const int Lanes = 16;

    /// <summary>Room that a query of d numbers takes as <see cref="Pad"/> lays it out.</summary>
    public static int Padded(int dimensions) => (dimensions + Lanes - 1) / Lanes * Lanes;

    /// <summary>Lays out a query: whole lanes, and then those that meet the last sixteen numbers of a row.</summary>
    public static void Pad<T>(ReadOnlySpan<T> query, Span<T> padded)
    {
        var whole = query.Length < Lanes ? 0 : query.Length - query.Length % Lanes;
        padded.Clear();
        query[..whole].CopyTo(padded);
        query[whole..].CopyTo(query.Length < Lanes ? padded : padded[^(query.Length - whole)..]);
    }

    /// <summary>Product of a row with one query.</summary>
    public static float One(ref float x, ref float y, int dimensions)
    {
        Vector512<float> sum = default;
        for (nuint i = 0; i < (nuint)dimensions; i += Lanes)
            sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, nuint.Min(i, (nuint)(dimensions - Lanes))), Vector512.LoadUnsafe(ref y, i), sum);
        return Vector512.Sum(sum);
    }

    /// <summary>Products of four rows with four queries, which lie one after another; query q's go to <paramref name="sums"/> from q·<paramref name="stride"/>.</summary>
    public static void FourByFour(ref float x0, ref float x1, ref float x2, ref float x3, ref float y, int dimensions, ref float sums, int stride)
    {
        var padded = Padded(dimensions);
        ref float y1 = ref Unsafe.Add(ref y, padded), y2 = ref Unsafe.Add(ref y, 2 * padded), y3 = ref Unsafe.Add(ref y, 3 * padded);
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (nuint i = 0; i < (nuint)dimensions; i += Lanes)
        {
            var at = nuint.Min(i, (nuint)(dimensions - Lanes));
            Vector512<float> r0 = Vector512.LoadUnsafe(ref x0, at), r1 = Vector512.LoadUnsafe(ref x1, at), r2 = Vector512.LoadUnsafe(ref x2, at), r3 = Vector512.LoadUnsafe(ref x3, at);
            var query = Vector512.LoadUnsafe(ref y, i);
            s00 = Vector512.FusedMultiplyAdd(r0, query, s00);
            s01 = Vector512.FusedMultiplyAdd(r1, query, s01);
            s02 = Vector512.FusedMultiplyAdd(r2, query, s02);
            s03 = Vector512.FusedMultiplyAdd(r3, query, s03);
            query = Vector512.LoadUnsafe(ref y1, i);
            s10 = Vector512.FusedMultiplyAdd(r0, query, s10);
            s11 = Vector512.FusedMultiplyAdd(r1, query, s11);
            s12 = Vector512.FusedMultiplyAdd(r2, query, s12);
            s13 = Vector512.FusedMultiplyAdd(r3, query, s13);
            query = Vector512.LoadUnsafe(ref y2, i);
            s20 = Vector512.FusedMultiplyAdd(r0, query, s20);
            s21 = Vector512.FusedMultiplyAdd(r1, query, s21);
            s22 = Vector512.FusedMultiplyAdd(r2, query, s22);
            s23 = Vector512.FusedMultiplyAdd(r3, query, s23);
            query = Vector512.LoadUnsafe(ref y3, i);
            s30 = Vector512.FusedMultiplyAdd(r0, query, s30);
            s31 = Vector512.FusedMultiplyAdd(r1, query, s31);
            s32 = Vector512.FusedMultiplyAdd(r2, query, s32);
            s33 = Vector512.FusedMultiplyAdd(r3, query, s33);
        }
        Sums(s00, s01, s02, s03).StoreUnsafe(ref sums);
        Sums(s10, s11, s12, s13).StoreUnsafe(ref sums, (nuint)stride);
        Sums(s20, s21, s22, s23).StoreUnsafe(ref sums, (nuint)(2 * stride));
        Sums(s30, s31, s32, s33).StoreUnsafe(ref sums, (nuint)(3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3)
    {
        Vector128<float> a = Fold(s0), b = Fold(s1), c = Fold(s2), d = Fold(s3);
        return Sse3.IsSupported
            ? Sse3.HorizontalAdd(Sse3.HorizontalAdd(a, b), Sse3.HorizontalAdd(c, d))
            : Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fold(Vector512<float> sums)
    {
        var eight = sums.GetLower() + sums.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }
}
