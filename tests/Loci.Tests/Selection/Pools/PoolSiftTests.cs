using CsCheck;
using Loci.Selection;
using Loci.Selection.Pools;
using Loci.Vectors;

namespace Loci.Tests.Selection.Pools;

/// <summary>Whatever is predicted, however few rows are kept: a pool gives what the naive rule over all its rows gives.</summary>
public sealed class PoolSiftTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Picks_are_those_of_the_rule_over_all_rows() => Gen.Select(Pool.Any, Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 3]).Sample(
        (pool, active, perPass, threads) =>
        {
            PoolOptions options = new() { ActiveRows = active, PicksPerPass = perPass, Threads = threads };
            PoolResult found = PoolSift.Select(pool.Rows, pool.Targets, pool.Options, options, Token);
            SelectionResult expected = pool.Naive();
            Assert.Equal(expected.Indices, found.Selection.Indices);
            Assert.Equal(expected.Prior, found.Selection.Prior, 1e-12 * expected.Prior);
            Assert.All(expected.Objective.Zip(found.Selection.Objective), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * expected.Prior));
            Assert.InRange(found.Passes, 0, expected.Indices.Length + 2);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Twenty_thousand_clustered_rows_give_the_naive_picks_in_few_reads(int threads)
    {
        Pool pool = Pool.Clustered(rows: 20_000, dimensions: 48, targets: 10, clusters: 60, seed: 3) with { Count = 100 };
        PoolResult found = PoolSift.Select(pool.Rows, pool.Targets, pool.Options, new() { Threads = threads, ActiveRows = 1000 }, Token);
        Assert.Equal(pool.Naive().Indices, found.Selection.Indices);
        Assert.InRange(found.Passes, 2, 20);
        Assert.Equal(found.Selection.Prior, found.Selection.Objective[^1] + found.Gains.Sum(), 1e-9);
    }

    [Fact]
    public void More_picks_than_dimensions_stay_exact()
    {
        Pool pool = Pool.Clustered(rows: 3000, dimensions: 12, targets: 3, clusters: 9, seed: 5) with { Count = 400, Noise = 0.01 };
        PoolResult found = PoolSift.Select(pool.Rows, pool.Targets, pool.Options, new() { ActiveRows = 300, PicksPerPass = 64 }, Token);
        Assert.Equal(pool.Naive().Indices, found.Selection.Indices);
        Assert.InRange(found.Passes, 8, 16); // 1 to rank, 7 for 400 picks at 64 a read
    }

    [Fact]
    public void Every_checkpoint_goes_on_to_the_same_picks() => Pool.Any.Sample(pool =>
    {
        var checkpoints = new List<PoolCheckpoint>();
        PoolOptions options = new() { ActiveRows = 5, PicksPerPass = 3, Checkpoint = checkpoints.Add };
        int[] expected = PoolSift.Select(pool.Rows, pool.Targets, pool.Options, options, Token).Selection.Indices;
        foreach (PoolCheckpoint checkpoint in checkpoints)
        {
            Assert.Equal(expected[..checkpoint.Picks.Count], checkpoint.Picks);
            PoolResult resumed = PoolSift.Select(
                pool.Rows, pool.Targets, pool.Options, new() { ActiveRows = 5, PicksPerPass = 3, ResumeFrom = checkpoint }, Token);
            Assert.Equal(expected, resumed.Selection.Indices);
            Assert.True(resumed.Passes >= checkpoint.Passes);
        }
    }, iter: 60);

    [Fact]
    public void Cancelling_stops_and_the_checkpoint_before_it_goes_on()
    {
        Pool pool = Pool.Clustered(rows: 4000, dimensions: 16, targets: 2, clusters: 30, seed: 9) with { Count = 60 };
        using var source = new CancellationTokenSource();
        PoolCheckpoint? last = null;
        PoolOptions options = new()
        {
            ActiveRows = 200, PicksPerPass = 10,
            Checkpoint = checkpoint =>
            {
                last = checkpoint;
                source.Cancel();
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => PoolSift.Select(pool.Rows, pool.Targets, pool.Options, options, source.Token));
        Assert.NotNull(last);
        Assert.Equal(pool.Naive().Indices, PoolSift.Select(pool.Rows, pool.Targets, pool.Options, new() { ResumeFrom = last }, Token).Selection.Indices);
    }

    [Fact]
    public void Progress_ends_with_all_rows_of_every_read()
    {
        Pool pool = Pool.Clustered(rows: 2000, dimensions: 8, targets: 1, clusters: 10, seed: 2) with { Count = 20 };
        var seen = new List<PoolProgress>();
        PoolResult result = PoolSift.Select(pool.Rows, pool.Targets, pool.Options, new() { ActiveRows = 50, Progress = new Collector(seen) }, Token);
        Assert.Equal(Enumerable.Range(1, result.Passes), seen.Where(p => p.RowsRead == p.Rows).Select(p => p.Pass).Distinct());
        Assert.All(seen, p => Assert.Equal((2000, 20), ((int)p.Rows, p.Count)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_without_numbers_is_named(float value)
    {
        float[] rows = new float[3000 * 4];
        rows[1234 * 4 + 2] = value;
        string message = Assert.Throws<InvalidInputException>(
            () => PoolSift.Select(new ArrayRows(rows, 4), [new float[] { 1, 0, 0, 0 }], new(), new() { Threads = 2 }, Token)).Message;
        Assert.Contains("Candidate 1234", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var rows = new ArrayRows(new float[8], 4);
        Refused([], new(), new());
        Refused([new float[] { 1, 2 }], new(), new());
        Refused([new float[] { 1, 2, 3, float.NaN }], new(), new());
        Refused([new float[4]], new() { Noise = 0 }, new());
        Refused([new float[4]], new(), new() { Threads = 0 });
        Refused([new float[4]], new(), new() { ResumeFrom = new([7], [], 1) });
        Assert.Throws<InvalidInputException>(() => new ArrayRows(new float[7], 4));

        void Refused(ReadOnlyMemory<float>[] targets, SelectionOptions options, PoolOptions pool) =>
            Assert.Throws<InvalidInputException>(() => PoolSift.Select(rows, targets, options, pool, Token));
    }

    [Fact]
    public void An_empty_pool_and_no_picks_give_nothing()
    {
        Assert.Empty(PoolSift.Select(new ArrayRows(Array.Empty<float>(), 4), [new float[4]], new(), null, Token).Selection.Indices);
        Assert.Empty(PoolSift.Select(new ArrayRows(new float[8], 4), [new float[4]], new() { Count = 0 }, null, Token).Selection.Indices);
        Assert.Empty(PoolSift.Select(new ArrayRows(new float[8], 4), [new float[4]], new() { Filter = _ => false }, null, Token).Selection.Indices);
    }

    private sealed class Collector(List<PoolProgress> seen) : IProgress<PoolProgress>
    {
        public void Report(PoolProgress value)
        {
            lock (seen)
            {
                seen.Add(value);
            }
        }
    }
}
