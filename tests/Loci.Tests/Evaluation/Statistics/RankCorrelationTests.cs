using CsCheck;
using Loci.Evaluation.Statistics;

namespace Loci.Tests.Evaluation.Statistics;

public sealed class RankCorrelationTests
{
    [Fact]
    public void The_textbook_case()
    {
        // IQ and hours of television, as many textbooks have it: ρ = −29/165.
        double[] iq = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113], hours = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12];
        Assert.Equal(-29.0 / 165, RankCorrelation.Spearman(iq, hours), 1e-12);
    }

    [Fact]
    public void Equal_values_share_a_rank() => Assert.Equal(Math.Sqrt(3) / 2, RankCorrelation.Spearman([1, 2, 3], [1, 1, 2]), 1e-12);

    [Fact]
    public void Only_order_counts() => Gen.Select(Gen.Int[-50, 50].Array[3, 30], Gen.Double[0.1, 3]).Sample((whole, power) =>
    {
        double[] x = [.. whole.Select(value => value / 10.0)];
        var y = x.Select((value, i) => Math.Sin(value * 7) + i % 3).ToArray();
        var plain = RankCorrelation.Spearman(x, y);
        Assert.InRange(plain, -1 - 1e-12, 1 + 1e-12);
        Assert.Equal(plain, RankCorrelation.Spearman([.. x.Select(value => Math.Exp(power * value))], y), 1e-9);
        Assert.Equal(-plain, RankCorrelation.Spearman([.. x.Select(value => -value)], y), 1e-9);
        Assert.Equal(plain, RankCorrelation.Spearman(y, x), 1e-9);
    });

    [Fact]
    public void Pairs_without_a_number_do_not_count() =>
        Assert.Equal(1, RankCorrelation.Spearman([1, double.NaN, 2, 3], [1, 9, 2, 3]), 1e-12);

    [Fact]
    public void Without_two_different_values_there_is_none()
    {
        Assert.True(double.IsNaN(RankCorrelation.Spearman([1], [1])));
        Assert.True(double.IsNaN(RankCorrelation.Spearman([1, 1], [1, 2])));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1]));
    }
}
