using CsCheck;
using Loci.Selection;
using Loci.Selection.Rules;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

public sealed class SiftPropertyTests
{
    [Fact]
    public void Every_pick_is_the_best_by_direct_solves_and_the_lowest_among_ties() => Instance.Any.Sample(instance =>
    {
        var oracle = new NaiveObjective(instance.Kernel, instance.Noise);
        int[] picks = Pick(instance);
        Assert.Equal(instance.Count, picks.Length);
        for (int n = 0; n < picks.Length; n++)
        {
            double[] after = [.. Enumerable.Range(0, oracle.Candidates).Select(x => oracle.After([.. picks[..n], x]))];
            double margin = 1e-10 * oracle.Prior, doubt = 1e-11 * oracle.Prior;
            Assert.True(after[picks[n]] <= after.Min() + margin + doubt);
            Assert.DoesNotContain(after[..picks[n]], objective => objective <= after.Min() + margin - doubt);
        }
    }, iter: 150);

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Copies_of_a_unit_query_leave_noise_over_noise_plus_n(double noise)
    {
        var kernel = new DenseKernel(new float[] { 0, 1, 0 }, new float[] { 0, 1, 0 }, 3);
        SelectionResult result = Select(kernel, new() { Count = 300, Noise = noise });
        Assert.All(result.Objective.Index(), pair => Assert.Equal(noise / (noise + pair.Index + 1), pair.Item, 1e-13));
    }

    [Fact]
    public void Scaling_vectors_and_noise_alike_changes_no_pick() => Gen.Select(Instance.Scalable, Gen.OneOf(1f / 1024, 0.25f, 8f, 4096f)).Sample((instance, scale) =>
    {
        Instance scaled = instance with
        {
            Candidates = Instance.Map(instance.Candidates, v => v * scale),
            Targets = Instance.Map(instance.Targets, v => v * scale),
            Noise = instance.Noise * scale * scale,
        };
        Assert.Equal(Pick(instance), Pick(scaled));
    }, iter: 150);

    [Fact]
    public void Order_of_the_candidates_does_not_matter() => Gen.Select(Instance.Any, Gen.Int).Sample((instance, seed) =>
    {
        float[][] shuffled = [.. instance.Candidates];
        new Random(seed).Shuffle(shuffled);
        (_, double[] expected, double prior) = Select(instance.Kernel, instance.Options);
        double[] objective = Select((instance with { Candidates = shuffled }).Kernel, instance.Options).Objective;
        Assert.Equal(expected[0], objective[0], 1e-9 * prior);
        if (!Tied(instance))
        {
            Assert.All(expected.Zip(objective), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * prior));
        }
    }, iter: 150);

    [Fact]
    public void A_candidate_orthogonal_to_all_is_never_picked_where_another_tells_something() => Instance.Any.Sample(instance =>
    {
        float[][] candidates = [[.. new float[instance.Candidates[0].Length], 1], .. instance.Candidates.Select(c => (float[])[.. c, 0])];
        Instance extended = instance with { Candidates = candidates, Targets = [.. instance.Targets.Select(t => (float[])[.. t, 0])] };
        var oracle = new NaiveObjective(extended.Kernel, extended.Noise);
        int[] picks = Pick(extended);
        for (int n = 0; n < picks.Length; n++)
        {
            double before = oracle.After(picks[..n]);
            double most = Enumerable.Range(1, candidates.Length - 1).Max(x => before - oracle.After([.. picks[..n], x]));
            Assert.False(picks[n] == 0 && most > 1e-9 * oracle.Prior);
            Assert.False(picks[n] != 0 && most < 1e-11 * oracle.Prior); // nobody tells anything: a tie, to the lowest index
        }
    }, iter: 150);

    [Fact]
    public void Hardly_any_noise_blows_nothing_up() => Gen.Select(Instance.Any, Gen.OneOf(1e-12, 1e-20, 1e-100, 1e-300, double.Epsilon)).Sample((instance, noise) =>
    {
        SelectionResult result = Select(instance.Kernel, instance.Options with { Noise = noise, Count = 40 });
        double before = result.Prior;
        foreach (double objective in result.Objective)
        {
            Assert.InRange(objective, 0, before);
            before = objective;
        }
    }, iter: 150);

    [Fact]
    public void Hardly_any_noise_leaves_what_the_candidates_do_not_span() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int).Sample((k, d, seed) =>
    {
        var random = new Random(seed);
        float[] candidates = [.. Enumerable.Range(0, k * d).Select(i => (i / d % d == i % d ? 1 : 0) + 0.2f * (random.NextSingle() - 0.5f))]; // well conditioned
        float[] target = [.. Enumerable.Range(0, d).Select(_ => random.NextSingle() - 0.5f)];
        var kernel = new DenseKernel(candidates, target, d);
        double left = new NaiveObjective(kernel, 1e-9).After([.. Enumerable.Range(0, k)]);
        foreach (double noise in (double[])[1e-12, 1e-20, 1e-100, double.Epsilon])
        {
            SelectionResult result = Select(kernel, new() { Noise = noise, Count = 40 });
            Assert.Equal(left, result.Objective[^1], 1e-6 * result.Prior);
        }
    }, iter: 150);

    [Fact]
    public void Sixteen_hundred_picks_stay_exact()
    {
        var random = new Random(5);
        float[] candidates = [.. Enumerable.Range(0, 30 * 8).Select(_ => random.NextSingle() - 0.5f)];
        float[] target = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)];
        var kernel = new DenseKernel(candidates, target, 8);
        SelectionResult result = Select(kernel, new() { Count = 1600, Noise = 0.01 });
        Assert.Equal(new NaiveObjective(kernel, 0.01).After(result.Indices), result.Objective[^1], 1e-9 * result.Prior);
    }

    private static bool Tied(Instance instance)
    {
        var oracle = new NaiveObjective(instance.Kernel, instance.Noise);
        int[] picks = Pick(instance);
        return Enumerable.Range(0, picks.Length).Any(n =>
        {
            double[] after = [.. Enumerable.Range(0, oracle.Candidates).Select(x => oracle.After([.. picks[..n], x])).Order()];
            return after.Length > 1 && after[1] - after[0] < 1e-9 * oracle.Prior;
        });
    }

    private static int[] Pick(Instance instance) => Select(instance.Kernel, instance.Options).Indices;

    private static SelectionResult Select(ICandidateKernel kernel, SelectionOptions options) =>
        new Sift().Select(kernel, options, TestContext.Current.CancellationToken);
}
