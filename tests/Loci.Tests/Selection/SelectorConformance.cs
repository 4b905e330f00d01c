using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

/// <summary>What every selection rule promises.</summary>
public abstract class SelectorConformance
{
    private static readonly float[][] Rows = [[1, 0, 0], [0.6f, 0.8f, 0], [0, 0, 0], [0.6f, 0.8f, 0], [0, 0, 1], [-0.8f, 0.6f, 0]]; // 2 is zero, 3 copies 1
    private static readonly float[][] Targets = [[1, 0, 0], [0, 0.6f, 0.8f]];
    private static readonly ICandidateKernel Kernel = KernelKind.Create("dense", Rows, Targets);
    private static readonly SelectionOptions Four = new() { Count = 4, Noise = 0.1 };

    protected abstract ISelector Selector { get; }

    /// <summary>Whether a candidate may come again; else there are never more picks than candidates.</summary>
    protected virtual bool Repeats => true;

    /// <summary>Whether there are always as many picks as asked for and possible.</summary>
    protected virtual bool FillsUp => true;

    /// <summary>Whether the order of the candidates matters beyond ties: to draws, and to a rule that begins with the first.</summary>
    protected virtual bool Ordered => false;

    public static TheoryData<string> Kinds => KernelKind.All;

    [Fact]
    public void It_is_found_by_its_name()
    {
        ISelector found = Selectors.Create(Selector.Name);
        Assert.IsType(Selector.GetType(), found);
        Assert.Equal(Selector.Name, found.Name);
        Assert.InRange(Selectors.Describe(Selector.Name).Length, 10, 90);
    }

    [Fact]
    public void No_candidates_give_no_picks()
    {
        SelectionResult result = Selector.Select(new DenseKernel(ReadOnlyMemory<float>.Empty, new float[] { 1, 2 }, 2), Four, Token);
        Assert.Empty(result.Indices);
        Assert.Empty(result.Objective);
        Assert.Equal(5, result.Prior);
    }

    [Fact]
    public void One_candidate_is_picked()
    {
        SelectionResult result = Selector.Select(new DenseKernel(new float[] { 1, 0 }, new float[] { 1, 0 }, 2), Four with { Count = 1 }, Token);
        Assert.Equal([0], result.Indices);
        Assert.Equal(0.1 / 1.1, result.Objective[0], 1e-12);
    }

    [Fact]
    public void Count_zero_gives_no_picks() => Assert.Empty(Selector.Select(Kernel, Four with { Count = 0 }, Token).Indices);

    [Fact]
    public void No_group_has_more_than_its_share() => Instance.Any.Sample(instance =>
    {
        SelectionOptions options = new() { Count = 12, Noise = 0.1, Group = candidate => candidate % 3, MostPerGroup = 2 };
        int[] picks = Selector.Select(instance.Kernel, options, Token).Indices;
        Assert.All(picks.GroupBy(pick => pick % 3), group => Assert.InRange(group.Count(), 1, 2));
        if (FillsUp && Repeats && instance.Kernel.Candidates >= 3) Assert.Equal(6, picks.Length);
    }, iter: 50);

    [Fact]
    public void A_share_that_nobody_reaches_changes_nothing() => Instance.Any.Sample(instance =>
    {
        SelectionOptions options = new() { Count = 5, Noise = 0.1 };
        Assert.Equal(Selector.Select(instance.Kernel, options, Token).Indices, Selector.Select(instance.Kernel, options with { Group = _ => 0, MostPerGroup = 5 }, Token).Indices);
    }, iter: 20);

    [Fact]
    public void Objective_is_that_of_the_oracle_and_never_rises() => Instance.Any.Sample(instance =>
    {
        DenseKernel kernel = instance.Kernel;
        var oracle = new NaiveObjective(kernel, instance.Noise);
        SelectionResult result = Selector.Select(kernel, instance.Options, Token);
        Assert.Equal(oracle.Prior, result.Prior, 1e-12);
        double before = result.Prior;
        for (int n = 0; n < result.Indices.Length; n++)
        {
            Assert.Equal(oracle.After(result.Indices[..(n + 1)]), result.Objective[n], 1e-9 * result.Prior + 1e-15);
            Assert.InRange(result.Objective[n], 0, before);
            before = result.Objective[n];
        }
    }, iter: 200);

    [Fact]
    public void Every_kernel_gives_the_same_picks() => Instance.Any.Sample(instance =>
    {
        foreach (bool distinct in (bool[])[false, true])
        {
            SelectionOptions options = instance.Options with { Noise = 0.1, Distinct = distinct };
            SelectionResult expected = Selector.Select(instance.Kernel, options, Token);
            foreach (TheoryDataRow<string> kind in Kinds)
            {
                SelectionResult found = Selector.Select(KernelKind.Create(kind.Data, instance.Candidates, instance.Targets), options, Token);
                Assert.Equal(expected.Indices, found.Indices);
                Assert.All(expected.Objective.Zip(found.Objective), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
            }
        }
    }, iter: 60);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Distinct_gives_every_candidate_once(string kind)
    {
        int[] picks = Selector.Select(KernelKind.Create(kind, Rows, Targets), Four with { Count = 50, Distinct = true }, Token).Indices;
        Assert.Equal(picks.Distinct().Count(), picks.Length);
        Assert.NotEmpty(picks);
        Assert.True(!FillsUp || picks.Length == Rows.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void More_picks_than_candidates_repeat_where_the_rule_does(string kind) =>
        Assert.Equal(Repeats ? 50 : Rows.Length, Selector.Select(KernelKind.Create(kind, Rows, Targets), Four with { Count = 50 }, Token).Indices.Length);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Copies_of_a_unit_query_leave_noise_over_noise_plus_n(string kind)
    {
        ICandidateKernel kernel = KernelKind.Create(kind, [.. Enumerable.Repeat(new float[] { 0, 1 }, 9)], [[0, 1]]);
        SelectionResult result = Selector.Select(kernel, new() { Count = 9, Noise = 0.3 }, Token);
        Assert.Equal(9, result.Indices.Length);
        Assert.All(result.Objective.Index(), pair => Assert.Equal(0.3 / (0.3 + pair.Index + 1), pair.Item, 1e-13));
        Assert.True(Ordered || result.Indices[0] == 0); // all tied
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_copies_the_lowest_comes_first(string kind) => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        float[][] rows = [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 19).Select(_ => random.NextSingle() - 0.3f).ToArray())];
        ICandidateKernel kernel = KernelKind.Create(kind, [.. rows[..8], .. rows[..8]], rows[8..]); // sums of copies may differ by rounding
        int[] picks = Selector.Select(kernel, Four with { Count = 12 }, Token).Indices;
        Assert.NotEmpty(picks);
        Assert.True(Ordered || picks.Index().All(pick => pick.Item < 8 || picks.AsSpan(0, pick.Index).Contains(pick.Item - 8)));
    }, iter: 20);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Zero_vectors_harm_nothing(string kind)
    {
        float[][] zeros = [.. Enumerable.Repeat(new float[2], 5)];
        foreach (float[][] targets in (float[][][])[[[1, 2]], [[0, 0], [0, 0]]])
        {
            SelectionResult result = Selector.Select(KernelKind.Create(kind, zeros, targets), Four, Token);
            Assert.Equal(4, result.Indices.Length);
            Assert.All(result.Objective, objective => Assert.Equal(result.Prior, objective));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_filter_is_asked_by_candidate_number(string kind)
    {
        SelectionOptions options = Four with { Count = 30, Filter = x => x % 2 == 1 };
        int[] picks = Selector.Select(KernelKind.Create(kind, Rows, Targets), options, Token).Indices;
        Assert.NotEmpty(picks);
        Assert.All(picks, x => Assert.Equal(1, x % 2));
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
        Assert.Equal(Selector.Select(instance.Kernel, instance.Options, Token).Indices, Selector.Select(scaled.Kernel, scaled.Options, Token).Indices);
    }, iter: 100);

    [Fact]
    public void Permuted_candidates_are_the_same_picks_under_new_numbers() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        float[][] rows = [.. Enumerable.Range(0, 14).Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextSingle() - 0.3f).ToArray())]; // no ties
        int[] order = [.. Enumerable.Range(0, 12)];
        random.Shuffle(order);
        ICandidateKernel kernel = KernelKind.Create("dense", rows[..12], rows[12..]);
        ICandidateKernel permuted = KernelKind.Create("dense", [.. order.Select(x => rows[x])], rows[12..]);
        int[] picks = Selector.Select(kernel, Four with { Count = 6 }, Token).Indices;
        int[] renamed = [.. Selector.Select(permuted, Four with { Count = 6 }, Token).Indices.Select(x => order[x])];
        Assert.Equal(picks.Length, renamed.Length);
        Assert.True(Ordered || picks.SequenceEqual(renamed));
    }, iter: 60);

    [Fact]
    public void The_same_question_has_the_same_answer_again() => Instance.Any.Sample(instance =>
    {
        SelectionResult first = Selector.Select(instance.Kernel, instance.Options, Token), again = Selector.Select(instance.Kernel, instance.Options, Token);
        Assert.Equal(first.Indices, again.Indices);
        Assert.Equal(first.Objective, again.Objective);
    }, iter: 30);

    [Fact]
    public void A_filter_that_allows_nothing_gives_no_picks() => Assert.Empty(Selector.Select(Kernel, Four with { Filter = _ => false }, Token).Indices);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void Stopping_gives_the_picks_before_the_first_violation(double price)
    {
        SelectionResult all = Selector.Select(Kernel, Four with { Count = 6 }, Token);
        int kept = all.Objective.Select((objective, i) => Math.Sqrt(objective) <= 1 / (price * (i + 1))).TakeWhile(holds => holds).Count();
        SelectionResult stopped = Selector.Select(Kernel, Four with { Count = 6, Stopping = price }, Token);
        Assert.Equal(all.Indices[..kept], stopped.Indices);
        Assert.Equal(all.Objective[..kept], stopped.Objective);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e200)]
    public void A_kernel_without_numbers_is_refused(double value)
    {
        var kernel = new DelegateKernel(3, 1, (a, b) => a == 1 && b == 3 ? value : 1);
        Assert.Contains("NaN", Assert.Throws<InvalidInputException>(() => Selector.Select(kernel, Four, Token)).Message, StringComparison.Ordinal);
        var pairs = new DelegateKernel(3, 1, (a, b) => a != b && Math.Max(a, b) < 3 ? value : 1);
        Assert.Contains("NaN", Assert.Throws<InvalidInputException>(() => Selector.Select(pairs, Four, Token)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 1.0, null)]
    [InlineData(1, 0.0, null)]
    [InlineData(1, -1.0, null)]
    [InlineData(1, double.NaN, null)]
    [InlineData(1, double.PositiveInfinity, null)]
    [InlineData(1, 1.0, 0.0)]
    [InlineData(1, 1.0, double.NaN)]
    public void Senseless_options_are_refused(int count, double noise, double? stopping)
    {
        var options = new SelectionOptions { Count = count, Noise = noise, Stopping = stopping };
        Assert.Throws<InvalidInputException>(() => Selector.Select(Kernel, options, Token));
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        using var source = new CancellationTokenSource();
        var options = Four with { Filter = x => { source.Cancel(); return true; } };
        Assert.Throws<OperationCanceledException>(() => Selector.Select(Kernel, options, source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Threads_that_share_it_get_the_same_answers(int threads)
    {
        ISelector selector = Selector;
        var options = Enumerable.Range(1, 64).Select(i => Four with { Count = 1 + i % 9, Noise = 0.01 * i }).ToArray();
        var alone = options.Select(o => selector.Select(Kernel, o, Token)).ToArray();
        var together = new SelectionResult[options.Length];
        Parallel.For(0, options.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = Token }, i => together[i] = selector.Select(Kernel, options[i], Token));
        for (int i = 0; i < options.Length; i++)
        {
            Assert.Equal(alone[i].Indices, together[i].Indices);
            Assert.Equal(alone[i].Objective, together[i].Objective);
        }
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
