using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Loci.Indexing.Dense;

/// <summary>
/// Inner products of int8 codes with int16 queries in int32, which no sum overflows (see <see cref="CompactQuery"/>); the integers are the same on every machine.
/// With AVX-512: sign extension, vpmaddwd, addition, twice the multiplications of float32 in the same instructions. Where there are many queries, four rows and four queries share their loads.
/// Lengths are whole multiples of <see cref="Lanes"/>.
/// </summary>
internal static class CodeProduct
{
    /// <summary>Codes that are multiplied at once; rows and queries are padded with zeros to whole multiples.</summary>
    public const int Lanes = 32;

    /// <summary>A length in whole lanes.</summary>
    public static int Padded(int dimensions) => (dimensions + Lanes - 1) / Lanes * Lanes;

    /// <summary>Product of a row with one query, while <paramref name="next"/> is asked for.</summary>
    public static int One(ref sbyte x, ref short y, int length, ref sbyte next)
    {
        Vector512<int> even = default, odd = default;
        nuint i = 0;
        for (; i + Lanes < (nuint)length; i += 2 * Lanes)
        {
            Prefetch.Ask(ref next, i);
            even += MultiplyAdd(Codes(ref x, i), Vector512.LoadUnsafe(ref y, i));
            odd += MultiplyAdd(Codes(ref x, i + Lanes), Vector512.LoadUnsafe(ref y, i + Lanes));
        }
        if (i < (nuint)length)
            even += MultiplyAdd(Codes(ref x, i), Vector512.LoadUnsafe(ref y, i));
        return Vector512.Sum(even + odd);
    }

    /// <summary>Products of four rows with four queries, which lie one after another; query q's go to <paramref name="sums"/> from q·<paramref name="stride"/>.</summary>
    public static void FourByFour(ref sbyte x0, ref sbyte x1, ref sbyte x2, ref sbyte x3, ref short y, int length, ref int sums, int stride)
    {
        ref short y1 = ref Unsafe.Add(ref y, length), y2 = ref Unsafe.Add(ref y, 2 * length), y3 = ref Unsafe.Add(ref y, 3 * length);
        Vector512<int> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<int> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (nuint i = 0; i < (nuint)length; i += Lanes)
        {
            Vector512<short> r0 = Codes(ref x0, i), r1 = Codes(ref x1, i), r2 = Codes(ref x2, i), r3 = Codes(ref x3, i);
            var query = Vector512.LoadUnsafe(ref y, i);
            s00 += MultiplyAdd(r0, query);
            s01 += MultiplyAdd(r1, query);
            s02 += MultiplyAdd(r2, query);
            s03 += MultiplyAdd(r3, query);
            query = Vector512.LoadUnsafe(ref y1, i);
            s10 += MultiplyAdd(r0, query);
            s11 += MultiplyAdd(r1, query);
            s12 += MultiplyAdd(r2, query);
            s13 += MultiplyAdd(r3, query);
            query = Vector512.LoadUnsafe(ref y2, i);
            s20 += MultiplyAdd(r0, query);
            s21 += MultiplyAdd(r1, query);
            s22 += MultiplyAdd(r2, query);
            s23 += MultiplyAdd(r3, query);
            query = Vector512.LoadUnsafe(ref y3, i);
            s30 += MultiplyAdd(r0, query);
            s31 += MultiplyAdd(r1, query);
            s32 += MultiplyAdd(r2, query);
            s33 += MultiplyAdd(r3, query);
        }
        Sums(s00, s01, s02, s03).StoreUnsafe(ref sums);
        Sums(s10, s11, s12, s13).StoreUnsafe(ref sums, (nuint)stride);
        Sums(s20, s21, s22, s23).StoreUnsafe(ref sums, (nuint)(2 * stride));
        Sums(s30, s31, s32, s33).StoreUnsafe(ref sums, (nuint)(3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Codes(ref sbyte row, nuint index)
    {
        var codes = Vector256.LoadUnsafe(ref row, index);
        if (Avx512BW.IsSupported)
            return Avx512BW.ConvertToVector512Int16(codes);
        return Avx2.IsSupported
            ? Vector512.Create(Avx2.ConvertToVector256Int16(codes.GetLower()), Avx2.ConvertToVector256Int16(codes.GetUpper()))
            : Vector512.Create(Vector256.WidenLower(codes), Vector256.WidenUpper(codes));
    }

    /// <summary>Sums of products in int32. Which lane a product goes to depends on the machine, the sum over all lanes does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> MultiplyAdd(Vector512<short> x, Vector512<short> y)
    {
        if (Avx512BW.IsSupported)
            return Avx512BW.MultiplyAddAdjacent(x, y);
        return Avx2.IsSupported
            ? Vector512.Create(Avx2.MultiplyAddAdjacent(x.GetLower(), y.GetLower()), Avx2.MultiplyAddAdjacent(x.GetUpper(), y.GetUpper()))
            : (Vector512.WidenLower(x) * Vector512.WidenLower(y)) + (Vector512.WidenUpper(x) * Vector512.WidenUpper(y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector512<int> s0, Vector512<int> s1, Vector512<int> s2, Vector512<int> s3)
    {
        Vector128<int> a = Fold(s0), b = Fold(s1), c = Fold(s2), d = Fold(s3);
        return Ssse3.IsSupported
            ? Ssse3.HorizontalAdd(Ssse3.HorizontalAdd(a, b), Ssse3.HorizontalAdd(c, d))
            : Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Fold(Vector512<int> sums)
    {
        var eight = sums.GetLower() + sums.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }
}
