using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Selection.Kernels;

/// <summary>
/// Products of float32 rows with several widened vectors, float64 accumulators. Four rows meet four vectors at a time, so that each row is read
/// and widened once for four products: the multiplications, not the widening, are then what bounds it.
/// </summary>
internal static class WideMatrixProduct
{
    /// <summary>How many vectors share the reading of a row.</summary>
    public const int Group = 4;

    private const int BlockRows = 64; // stay in the second-level cache while four vectors after four meet them


    /// <summary>Writes the products of K rows with B vectors of <paramref name="dimensions"/> elements: <paramref name="products"/>[b][x].</summary>
    /// <param name="rows">K rows.</param>
    /// <param name="vectors">B × d, one after the other.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="products">B arrays of at least K elements.</param>
    public static void Columns(ReadOnlySpan<ReadOnlyMemory<float>> rows, ReadOnlySpan<double> vectors, int dimensions, ReadOnlySpan<double[]> products)
    {
        int grouped = Vector512.IsHardwareAccelerated ? products.Length - products.Length % Group : 0;
        int groupedRows = grouped == 0 ? 0 : rows.Length - rows.Length % Group;
        for (int start = 0; start < groupedRows; start += BlockRows)
        {
            int end = Math.Min(start + BlockRows, groupedRows);
            for (int b = 0; b < grouped; b += Group)
            {
                ReadOnlySpan<double> four = vectors.Slice(b * dimensions, Group * dimensions);
                for (int x = start; x < end; x += Group)
                {
                    FourByFour(rows.Slice(x, Group), four, dimensions, products.Slice(b, Group), x);
                }
            }
        }
        for (int b = 0; b < products.Length; b++)
        {
            int done = b < grouped ? groupedRows : 0;
            WideProduct.Column(rows[done..], vectors.Slice(b * dimensions, dimensions), products[b].AsSpan(done, rows.Length - done));
        }
    }

    private static void FourByFour(ReadOnlySpan<ReadOnlyMemory<float>> rows, ReadOnlySpan<double> vectors, int dimensions, ReadOnlySpan<double[]> products, int x)
    {
        ReadOnlySpan<float> r0 = rows[0].Span, r1 = rows[1].Span, r2 = rows[2].Span, r3 = rows[3].Span;
        Vector512<double> s00 = default, s10 = default, s20 = default, s30 = default, s01 = default, s11 = default, s21 = default, s31 = default;
        Vector512<double> s02 = default, s12 = default, s22 = default, s32 = default, s03 = default, s13 = default, s23 = default, s33 = default;
        int whole = dimensions - dimensions % Vector512<double>.Count;
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> x0 = Widened(r0, i), x1 = Widened(r1, i), x2 = Widened(r2, i), x3 = Widened(r3, i);
            Vector512<double> v = Loaded(vectors, i);
            s00 = Vector512.FusedMultiplyAdd(x0, v, s00);
            s10 = Vector512.FusedMultiplyAdd(x1, v, s10);
            s20 = Vector512.FusedMultiplyAdd(x2, v, s20);
            s30 = Vector512.FusedMultiplyAdd(x3, v, s30);
            v = Loaded(vectors, i + dimensions);
            s01 = Vector512.FusedMultiplyAdd(x0, v, s01);
            s11 = Vector512.FusedMultiplyAdd(x1, v, s11);
            s21 = Vector512.FusedMultiplyAdd(x2, v, s21);
            s31 = Vector512.FusedMultiplyAdd(x3, v, s31);
            v = Loaded(vectors, i + 2 * dimensions);
            s02 = Vector512.FusedMultiplyAdd(x0, v, s02);
            s12 = Vector512.FusedMultiplyAdd(x1, v, s12);
            s22 = Vector512.FusedMultiplyAdd(x2, v, s22);
            s32 = Vector512.FusedMultiplyAdd(x3, v, s32);
            v = Loaded(vectors, i + 3 * dimensions);
            s03 = Vector512.FusedMultiplyAdd(x0, v, s03);
            s13 = Vector512.FusedMultiplyAdd(x1, v, s13);
            s23 = Vector512.FusedMultiplyAdd(x2, v, s23);
            s33 = Vector512.FusedMultiplyAdd(x3, v, s33);
        }
        Write(products[0].AsSpan(x, Group), s00, s10, s20, s30);
        Write(products[1].AsSpan(x, Group), s01, s11, s21, s31);
        Write(products[2].AsSpan(x, Group), s02, s12, s22, s32);
        Write(products[3].AsSpan(x, Group), s03, s13, s23, s33);
        AddTail(rows, vectors, dimensions, whole, products, x);
    }

    private static void Write(Span<double> products, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3)
    {
        products[0] = Vector512.Sum(s0);
        products[1] = Vector512.Sum(s1);
        products[2] = Vector512.Sum(s2);
        products[3] = Vector512.Sum(s3);
    }

    private static void AddTail(
        ReadOnlySpan<ReadOnlyMemory<float>> rows, ReadOnlySpan<double> vectors, int dimensions, int whole, ReadOnlySpan<double[]> products, int x)
    {
        for (int i = whole; i < dimensions; i++)
        {
            for (int b = 0; b < Group; b++)
            {
                for (int r = 0; r < Group; r++)
                {
                    products[b][x + r] += rows[r].Span[i] * vectors[b * dimensions + i];
                }
            }
        }
    }

    /// <summary>Eight elements from <paramref name="index"/>; the caller has checked the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Loaded(ReadOnlySpan<double> vectors, int index) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(vectors), (nuint)index);

    /// <summary>Eight elements from <paramref name="index"/>, widened; the caller has checked the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widened(ReadOnlySpan<float> row, int index) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)index).ToVector512Unsafe());
}
