using System.Diagnostics;

namespace Loci.Benchmarks;

/// <summary>Times of the same work done again and again, for the plain commands; BenchmarkDotNet has its own.</summary>
internal static class Repeated
{
    private const double Faster = 0.97;
    private const int SteadyWindows = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds of each of <paramref name="repeat"/> runs, once runs get no faster: the runtime compiles methods for good beside them.</summary>
    public static double[] Milliseconds(int repeat, Action work)
    {
        WarmUp(work);
        var times = new double[repeat];
        for (int i = 0; i < repeat; i++)
        {
            times[i] = Milliseconds(work);
        }
        return times;
    }

    /// <summary>Runs until the fastest run of each of a few windows of time is no faster than those before it.</summary>
    private static void WarmUp(Action work)
    {
        double best = double.PositiveInfinity;
        long began = Stopwatch.GetTimestamp();
        for (int steady = 0; steady < SteadyWindows && Stopwatch.GetElapsedTime(began) < LongestWarmUp; steady++)
        {
            double fastest = Fastest(work);
            steady = fastest < Faster * best ? -1 : steady;
            best = Math.Min(best, fastest);
        }
    }

    private static double Fastest(Action work)
    {
        double fastest = double.PositiveInfinity;
        long began = Stopwatch.GetTimestamp();
        do
        {
            fastest = Math.Min(fastest, Milliseconds(work));
        }
        while (Stopwatch.GetElapsedTime(began) < Window);
        return fastest;
    }

    private static double Milliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The middle one, or the mean of the middle two.</summary>
    public static double Median(IReadOnlyList<double> times)
    {
        double[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
