using CsCheck;
using Loci.Selection;

namespace Loci.Tests.Selection;

/// <summary>What every selection rule promises.</summary>
public abstract class SelectorConformance
{
    private static readonly float[] Rows = [1, 0, 0, 0.6f, 0.8f, 0, 0, 0, 0, 0.6f, 0.8f, 0, 0, 0, 1, -0.8f, 0.6f, 0]; // 2 is zero, 3 copies 1
    private static readonly DenseKernel Kernel = new(Rows, new float[] { 1, 0, 0, 0, 0.6f, 0.8f }, 3);
    private static readonly SelectionOptions Four = new() { Count = 4, Noise = 0.1 };

    protected abstract ISelector Selector { get; }

    [Fact]
    public void It_is_found_by_its_name() => Assert.IsType(Selector.GetType(), Selectors.Create(Selector.Name));

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
    public void Distinct_gives_every_candidate_once()
    {
        SelectionResult result = Selector.Select(Kernel, Four with { Count = 50, Distinct = true }, Token);
        Assert.Equal([0, 1, 2, 3, 4, 5], result.Indices.Order());
    }

    [Fact]
    public void Filter_is_obeyed()
    {
        SelectionResult result = Selector.Select(Kernel, Four with { Count = 20, Filter = x => x is 4 or 2 }, Token);
        Assert.All(result.Indices, x => Assert.True(x is 4 or 2));
        Assert.Contains(4, result.Indices);
        Assert.Equal([2, 4], Selector.Select(Kernel, Four with { Distinct = true, Filter = x => x is 4 or 2 }, Token).Indices.Order());
        Assert.Empty(Selector.Select(Kernel, Four with { Filter = _ => false }, Token).Indices);
    }

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
        Assert.Throws<InvalidInputException>(() => Selector.Select(kernel, Four, Token));
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

    [Fact]
    public void Threads_that_share_it_get_the_same_answers()
    {
        ISelector selector = Selector;
        var options = Enumerable.Range(1, 64).Select(i => Four with { Count = 1 + i % 9, Noise = 0.01 * i }).ToArray();
        var alone = options.Select(o => selector.Select(Kernel, o, Token)).ToArray();
        var together = new SelectionResult[options.Length];
        Parallel.For(0, options.Length, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, i => together[i] = selector.Select(Kernel, options[i], Token));
        for (int i = 0; i < options.Length; i++)
        {
            Assert.Equal(alone[i].Indices, together[i].Indices);
            Assert.Equal(alone[i].Objective, together[i].Objective);
        }
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
