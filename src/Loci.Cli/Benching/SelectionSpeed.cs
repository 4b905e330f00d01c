using System.Diagnostics;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Cli.Benching;

/// <summary>Measures exact search and selection over random unit vectors of 1,024 dimensions, on one thread.</summary>
internal static class SelectionSpeed
{
    private const int Dimensions = 1024, Picks = 50, Candidates = 200, Rows = 100_000;
    private const double WarmSeconds = 0.5, Seconds = 1;

    /// <summary>Median milliseconds of selecting 50 of 200, from rows to picks.</summary>
    public static double SelectMilliseconds(CancellationToken cancellationToken)
    {
        var (rows, target) = (Unit(Candidates, 1), Unit(1, 2));
        var options = new SelectionOptions { Count = Picks, Noise = 0.1 };
        return Median(() => new Sift().Select(new DenseKernel(rows, target, Dimensions), options, cancellationToken), cancellationToken);
    }

    /// <summary>Median milliseconds of comparing one vector with 100,000 others, exactly.</summary>
    public static double SearchMilliseconds(CancellationToken cancellationToken)
    {
        var kernel = new DenseKernel(Unit(Rows, 1), Unit(1, 2), Dimensions);
        var scores = new double[Rows];
        return Median(() => kernel.TargetColumn(0, scores), cancellationToken);
    }

    /// <summary>The compiler needs a while until the code is as fast as it gets.</summary>
    private static double Median(Action work, CancellationToken cancellationToken)
    {
        Repeat(work, WarmSeconds, cancellationToken);
        List<double> times = [.. Repeat(work, Seconds, cancellationToken).Order()];
        return times[times.Count / 2];
    }

    private static List<double> Repeat(Action work, double seconds, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (times.Count == 0 || Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }

    private static float[] Unit(int rows, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * Dimensions];
        foreach (ref var value in values.AsSpan()) value = (random.NextSingle() - 0.5f) * MathF.Sqrt(12f / Dimensions); // of length 1 but for 2 %
        return values;
    }
}
