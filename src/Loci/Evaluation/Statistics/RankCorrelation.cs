namespace Loci.Evaluation.Statistics;

/// <summary>Spearman's rank correlation (1904): Pearson's correlation of ranks, equal values sharing the mean of theirs.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation, from −1 to 1; NaN where there are fewer than two pairs of numbers or one side is constant. Pairs with a NaN are left out.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (y.Count != x.Count) throw new ArgumentException($"Expected a value for each of {x.Count}, found {y.Count}.", nameof(y));
        var pairs = x.Zip(y).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second)).ToArray();
        return Pearson(Ranks([.. pairs.Select(pair => pair.First)]), Ranks([.. pairs.Select(pair => pair.Second)]));
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (int from = 0, end; from < order.Length; from = end)
        {
            end = from + 1;
            while (end < order.Length && values[order[end]].Equals(values[order[from]])) end++;
            for (var i = from; i < end; i++) ranks[order[i]] = (from + end - 1) / 2.0;
        }
        return ranks;
    }

    private static double Pearson(double[] x, double[] y)
    {
        if (x.Length < 2) return double.NaN;
        double meanX = x.Average(), meanY = y.Average(), covariance = 0, varianceX = 0, varianceY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double a = x[i] - meanX, b = y[i] - meanY;
            (covariance, varianceX, varianceY) = (covariance + a * b, varianceX + a * a, varianceY + b * b);
        }
        return covariance / Math.Sqrt(varianceX * varianceY);
    }
}
