namespace Loci.Evaluation.Statistics;

/// <summary>
/// Percentile intervals by drawing documents anew, with replacement (Efron 1979). The same draws for every statistic of one evaluation, so that differences of methods are paired. Pure; safe to share.
/// </summary>
/// <param name="documents">Documents to draw from.</param>
/// <param name="seed">Decides the draws.</param>
internal sealed class Bootstrap(int documents, int seed)
{
    private const int Draws = 2000;

    private readonly int[][] _draws = Draw(documents, seed);

    /// <summary>The interval of 100 · Σ numerator / Σ denominator.</summary>
    public Interval Percent(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        var values = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            double above = 0, below = 0;
            foreach (var i in _draws[draw]) (above, below) = (above + numerators[i], below + denominators[i]);
            values[draw] = 100 * above / below;
        }
        Array.Sort(values);
        return new Interval(values[(int)(0.025 * Draws)], values[(int)(0.975 * Draws) - 1]);
    }

    private static int[][] Draw(int documents, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Draws).Select(_ => Enumerable.Range(0, documents).Select(_ => random.Next(documents)).ToArray())];
    }
}
