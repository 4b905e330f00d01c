using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class HullFrankWolfeTests : SelectorConformance
{
    protected override ISelector Selector => new HullFrankWolfe();

    protected override bool FillsUp => false;

    [Fact]
    public void Weights_become_counts()
    {
        var kernel = new DenseKernel(new float[] { 0, 1, 1, 0, -1, -1 }, new float[] { 0.75f, 0.25f }, 2);
        Assert.Equal([1, 1, 1, 0], new HullFrankWolfe().Select(kernel, new() { Count = 4 }, Token).Indices);
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0], new HullFrankWolfe().Select(kernel, new() { Count = 8 }, Token).Indices);
        Assert.Equal([1, 0], new HullFrankWolfe().Select(kernel, new() { Count = 8, Distinct = true }, Token).Indices);
        Assert.Equal([1], new HullFrankWolfe().Select(kernel, new() { Count = 1 }, Token).Indices);
    }

    [Fact]
    public void Weights_are_a_point_of_the_hull_that_no_step_brings_closer() => Instance.Any.Sample(instance =>
    {
        using var picks = new Picks(instance.Kernel, instance.Options);
        using var hull = new HullWeights(instance.Kernel, picks);
        hull.Run(int.MaxValue, Token);
        Assert.Equal(1, hull.Weights.Sum(), 1e-12);
        Assert.All(hull.Weights, weight => Assert.InRange(weight, 0, 1));
        double[] gap = Gap(instance, hull);
        double norm = gap.Sum(v => v * v), best = instance.Candidates.Max(c => c.Zip(gap).Sum(p => p.First * p.Second));
        double ahead = best - (MeanTarget(instance).Zip(gap).Sum(p => p.First * p.Second) - norm);
        Assert.InRange(ahead, -1e-9, 2 * 4 * hull.Scale * instance.Targets[0].Length / (250.0 + 2)); // Jaggi 2013: 2·curvature/(iterations + 2)
    }, iter: 150);

    [Fact]
    public void Counts_sum_to_the_picks_and_repeats_follow_each_other() => Instance.Any.Sample(instance =>
    {
        int[] picks = Selector.Select(instance.Kernel, instance.Options, Token).Indices;
        Assert.Equal(instance.Count, picks.Length);
        int[] groups = [.. picks.Index().Where(p => p.Index == 0 || picks[p.Index - 1] != p.Item).Select(p => p.Item)];
        Assert.Equal(groups.Distinct(), groups);
    }, iter: 150);

    [Fact]
    public void Two_candidates_get_the_best_counts_there_are() => Instance.Any.Sample(instance =>
    {
        float[][] two = [instance.Candidates[0], instance.Candidates[^1]];
        int count = instance.Count + 1; // with one pick there is one support point: the most similar, not the closest
        int[] picks = Selector.Select((instance with { Candidates = two }).Kernel, new() { Count = count }, Token).Indices;
        double best = Enumerable.Range(0, count + 1).Min(n => Error(instance, [.. Enumerable.Range(0, count).Select(i => two[i < n ? 0 : 1])]));
        Assert.Equal(best, Error(instance, [.. picks.Select(x => two[x])]), 1e-8);
    }, iter: 150);

    private static double Error(Instance instance, float[][] rows) =>
        MeanTarget(instance).Select((q, i) => q - rows.Average(row => (double)row[i])).Sum(v => v * v);

    private static double[] MeanTarget(Instance instance) => [.. instance.Targets[0].Select((_, i) => instance.Targets.Average(t => (double)t[i]))];

    private static double[] Gap(Instance instance, HullWeights hull) =>
        [.. MeanTarget(instance).Select((q, i) => q - hull.Support.Zip(hull.Weights).Sum(p => p.Second * instance.Candidates[p.First][i]))];
}
