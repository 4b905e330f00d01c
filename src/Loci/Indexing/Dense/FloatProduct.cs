using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>Inner products of float32 rows in float32, in sixteen lanes with fused multiply-adds where the machine has them. Four rows share each load of a query.</summary>
internal static class FloatProduct
{
    /// <summary>Numbers that are multiplied at once.</summary>
    public const int Lanes = 16;

    /// <summary>Products of four rows with one query.</summary>
    public static Vector128<float> FourByOne(ref float x0, ref float x1, ref float x2, ref float x3, ref float y, int dimensions)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var whole = (nuint)(dimensions - dimensions % Lanes);
        for (nuint i = 0; i < whole; i += Lanes)
        {
            var query = Vector512.LoadUnsafe(ref y, i);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x0, i), query, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x1, i), query, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x2, i), query, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x3, i), query, s3);
        }
        var sums = Sums(s0, s1, s2, s3);
        return (int)whole < dimensions ? sums + Rest(ref x0, ref x1, ref x2, ref x3, ref y, (int)whole, dimensions) : sums;
    }

    /// <summary>Products of four rows with four queries, which lie one after another; query q's go to <paramref name="sums"/> from q·<paramref name="stride"/>.</summary>
    public static void FourByFour(ref float x0, ref float x1, ref float x2, ref float x3, ref float y, int dimensions, ref float sums, int stride)
    {
        ref float y1 = ref Unsafe.Add(ref y, dimensions), y2 = ref Unsafe.Add(ref y, 2 * dimensions), y3 = ref Unsafe.Add(ref y, 3 * dimensions);
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        var whole = (nuint)(dimensions - dimensions % Lanes);
        for (nuint i = 0; i < whole; i += Lanes)
        {
            Vector512<float> r0 = Vector512.LoadUnsafe(ref x0, i), r1 = Vector512.LoadUnsafe(ref x1, i), r2 = Vector512.LoadUnsafe(ref x2, i), r3 = Vector512.LoadUnsafe(ref x3, i);
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
        Store(Sums(s00, s01, s02, s03), ref x0, ref x1, ref x2, ref x3, ref y, (int)whole, dimensions, ref sums);
        Store(Sums(s10, s11, s12, s13), ref x0, ref x1, ref x2, ref x3, ref y1, (int)whole, dimensions, ref Unsafe.Add(ref sums, stride));
        Store(Sums(s20, s21, s22, s23), ref x0, ref x1, ref x2, ref x3, ref y2, (int)whole, dimensions, ref Unsafe.Add(ref sums, 2 * stride));
        Store(Sums(s30, s31, s32, s33), ref x0, ref x1, ref x2, ref x3, ref y3, (int)whole, dimensions, ref Unsafe.Add(ref sums, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> products, ref float x0, ref float x1, ref float x2, ref float x3, ref float y, int whole, int dimensions, ref float sums) =>
        (whole < dimensions ? products + Rest(ref x0, ref x1, ref x2, ref x3, ref y, whole, dimensions) : products).StoreUnsafe(ref sums);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<float> Rest(ref float x0, ref float x1, ref float x2, ref float x3, ref float y, int start, int dimensions)
    {
        var rest = Vector128<float>.Zero;
        for (var i = start; i < dimensions; i++)
            rest += Vector128.Create(Unsafe.Add(ref x0, i), Unsafe.Add(ref x1, i), Unsafe.Add(ref x2, i), Unsafe.Add(ref x3, i)) * Unsafe.Add(ref y, i);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3) =>
        Vector128.Create(Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
}
