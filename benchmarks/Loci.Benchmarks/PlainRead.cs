using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Benchmarks;

/// <summary>Reads memory and does as little as possible with it, on as many threads as a search: what a scan of the same bytes can reach at best.</summary>
internal static class PlainRead
{
    private const int Piece = 1 << 18;
    private const int Lanes = 8;

    /// <summary>The sum of all numbers, so that they are read.</summary>
    public static double Sum(ReadOnlyMemory<float> values, int threads)
    {
        var (sums, pieces, taken) = (new double[threads], values.Length / Piece, -1);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            int next;
            while ((next = Interlocked.Increment(ref taken)) < pieces)
            {
                sums[thread] += Sum(values.Span.Slice(next * Piece, Piece));
            }
        });
        return sums.Sum();
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)(Lanes * Vector512<float>.Count))
        {
            a += Vector512.LoadUnsafe(ref first, i);
            b += Vector512.LoadUnsafe(ref first, i + 16);
            c += Vector512.LoadUnsafe(ref first, i + 32);
            d += Vector512.LoadUnsafe(ref first, i + 48);
            e += Vector512.LoadUnsafe(ref first, i + 64);
            f += Vector512.LoadUnsafe(ref first, i + 80);
            g += Vector512.LoadUnsafe(ref first, i + 96);
            h += Vector512.LoadUnsafe(ref first, i + 112);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }
}
