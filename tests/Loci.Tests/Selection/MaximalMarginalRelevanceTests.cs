using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class MaximalMarginalRelevanceTests : SelectorConformance
{
    protected override ISelector Selector => new MaximalMarginalRelevance();

    protected override bool Repeats => false;

    [Fact]
    public void A_copy_comes_after_what_is_new_and_only_relevance_counts_at_one()
    {
        var kernel = new DenseKernel(new float[] { 1, 0.2f, 1, 0.2f, 0.3f, 1 }, new float[] { 1, 0.3f }, 2);
        Assert.Equal([0, 2, 1], new MaximalMarginalRelevance(0.3).Select(kernel, new() { Count = 3 }, Token).Indices);
        Assert.Equal([0, 1, 2], new MaximalMarginalRelevance(1).Select(kernel, new() { Count = 3 }, Token).Indices);
    }

    [Fact]
    public void Every_pick_is_the_best_by_the_formula() => Instance.Any.Sample(instance =>
    {
        double[][] similarity = [.. Enumerable.Range(0, instance.Candidates.Length).Select(x => Column(instance, x))];
        double[] relevance = [.. instance.Candidates.Select(c => instance.Targets.Average(t => c.Zip(t).Sum(p => (double)p.First * p.Second)))];
        int[] picks = Selector.Select(instance.Kernel, instance.Options, Token).Indices;
        for (int n = 0; n < picks.Length; n++)
        {
            int[] before = picks[..n];
            double Score(int x) => 0.5 * relevance[x] - (n == 0 ? 0 : 0.5 * before.Max(p => similarity[p][x]));
            double best = Enumerable.Range(0, relevance.Length).Except(before).Max(Score);
            Assert.Equal(best, Score(picks[n]), 1e-8);
        }
    }, iter: 100);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_trade_off_out_of_range_is_refused(double tradeOff) =>
        Assert.Contains("from 0 to 1", Assert.Throws<InvalidInputException>(() => new MaximalMarginalRelevance(tradeOff)).Message, StringComparison.Ordinal);

    private static double[] Column(Instance instance, int x)
    {
        var column = new double[instance.Candidates.Length];
        instance.Kernel.CandidateColumn(x, column);
        return column;
    }
}
