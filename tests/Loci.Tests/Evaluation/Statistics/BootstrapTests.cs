using Loci.Evaluation.Statistics;

namespace Loci.Tests.Evaluation.Statistics;

public sealed class BootstrapTests
{
    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, 40)];

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_approximation()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())], ones = [.. Enumerable.Repeat(1.0, 400)];
        double mean = values.Average(), error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 400 / 400);
        var interval = new Bootstrap(400, 1).Percent(values, ones);
        Assert.Equal(100 * (mean - 1.96 * error), interval.Low, 0.3);
        Assert.Equal(100 * (mean + 1.96 * error), interval.High, 0.3);
    }

    [Fact]
    public void A_seed_decides_the_draws()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        Assert.Equal(new Bootstrap(40, 1).Percent(values, Ones), new Bootstrap(40, 1).Percent(values, Ones));
        Assert.NotEqual(new Bootstrap(40, 1).Percent(values, Ones), new Bootstrap(40, 2).Percent(values, Ones));
    }

    [Fact]
    public void What_does_not_vary_has_no_width()
    {
        var interval = new Bootstrap(40, 1).Percent([.. Ones.Select(_ => 0.5)], Ones);
        Assert.Equal(new Interval(50, 50), interval);
        Assert.True(interval.ExcludesZero);
        Assert.False(new Interval(-1, 1).ExcludesZero);
    }
}
