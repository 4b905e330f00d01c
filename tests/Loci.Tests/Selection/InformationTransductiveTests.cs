using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class InformationTransductiveTests : SelectorConformance
{
    protected override ISelector Selector => new InformationTransductive();

    [Fact]
    public void With_one_target_it_picks_as_sift_does() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        float[] rows = [.. Enumerable.Range(0, 21 * 6).Select(_ => random.NextSingle() - 0.5f)];
        var kernel = new DenseKernel(rows.AsMemory(6), rows.AsMemory(0, 6), 6);
        var options = new SelectionOptions { Count = 12, Noise = 0.05 };
        Assert.Equal(new Sift().Select(kernel, options, Token).Indices, Selector.Select(kernel, options, Token).Indices);
    }, iter: 100);

    [Fact]
    public void Every_pick_is_the_best_by_direct_elimination() => Instance.Any.Sample(instance =>
    {
        float[][] rows = [.. instance.Candidates, .. instance.Targets];
        int k = instance.Candidates.Length;
        double noise = Math.Max(0.01, instance.Noise), most = 0.5 * Math.Log(1 + instance.Candidates.Max(c => c.Sum(v => (double)v * v)) / noise);
        var naive = new NaiveScores(k, instance.Targets.Length, noise, (a, b) => rows[a].Zip(rows[b]).Sum(p => (double)p.First * p.Second));
        int[] picks = Selector.Select(instance.Kernel, instance.Options with { Noise = noise }, Token).Indices;
        for (int n = 0; n < picks.Length; n++)
        {
            double best = Enumerable.Range(0, k).Max(x => naive.Information(picks[..n], x));
            Assert.InRange(naive.Information(picks[..n], picks[n]), best - 1e-9 * most - 1e-13, best);
        }
    }, iter: 100);

    [Fact]
    public void More_candidates_than_a_block_and_copies_of_targets_are_no_trouble()
    {
        var random = new Random(3);
        float[] candidates = [.. Enumerable.Range(0, 1100 * 4).Select(_ => random.NextSingle() - 0.5f)];
        float[] targets = [.. Enumerable.Repeat(new[] { 1f, 0, 0, 0.5f }, 20).SelectMany(row => row)];
        var kernel = new DenseKernel(candidates, targets, 4);
        SelectionResult result = Selector.Select(kernel, new() { Count = 8, Noise = 1e-6 }, Token);
        Assert.Equal(8, result.Indices.Length);
        Assert.InRange(result.Objective[^1], 0, 0.01 * result.Prior);
    }
}
