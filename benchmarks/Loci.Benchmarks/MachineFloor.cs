using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Loci.Benchmarks;

/// <summary>What one core of this machine can do at best, measured: no computation in float64 can be faster than these say.</summary>
/// <param name="Gigaflops">10⁹ float64 operations a second, a multiplication and an addition counted as two, from fused multiply-adds that touch no memory.</param>
/// <param name="GigabytesPerSecond">10⁹ bytes a second, read in order from memory that fits in no cache.</param>
public sealed record MachineFloor(double Gigaflops, double GigabytesPerSecond)
{
    private const double Patience = 0.5; // seconds of trying, since the machine may be busy
    private const int Chains = 12;
    private const int Rounds = 1_000_000;
    private const int Streamed = 128 << 20; // floats: half a gigabyte

    private static readonly Lazy<MachineFloor> Measured = new(Measure);

    /// <summary>This machine's, measured when first asked for (one to two seconds), on the calling thread.</summary>
    public static MachineFloor Here => Measured.Value;

    /// <summary>Seconds that the arithmetic of a selection takes at least.</summary>
    public double Seconds(SelectionSize size) => size.Operations / (Gigaflops * 1e9);

    private static MachineFloor Measure()
    {
        double flops = Vector512.IsHardwareAccelerated
            ? Best(2.0 * Chains * Rounds * Vector512<double>.Count, MultiplyAdd512)
            : Best(2.0 * Chains * Rounds * Vector256<double>.Count, MultiplyAdd256);
        var stream = new float[Streamed];
        stream.AsSpan().Fill(1); // touched, so that the pages are there
        double bytes = Best((double)Streamed * sizeof(float), () => TensorPrimitives.Sum<float>(stream));
        return new MachineFloor(flops / 1e9, bytes / 1e9);
    }

    /// <summary>The largest number of units a second in many tries. The results are kept, so that no work is left out.</summary>
    private static double Best(double units, Func<double> work)
    {
        double best = 0, kept = work();
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < Patience)
        {
            long began = Stopwatch.GetTimestamp();
            kept += work();
            best = Math.Max(best, units / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        GC.KeepAlive(kept);
        return best;
    }

    // Twelve independent chains hide the latency of a multiply-add on every processor so far, and fit the registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MultiplyAdd512()
    {
        Vector512<double> x = Vector512.Create(0.999), y = Vector512.Create(0.001);
        Vector512<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MultiplyAdd256()
    {
        Vector256<double> x = Vector256.Create(0.999), y = Vector256.Create(0.001);
        Vector256<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
