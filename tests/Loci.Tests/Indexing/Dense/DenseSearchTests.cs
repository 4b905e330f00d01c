using CsCheck;
using Loci.Indexing.Dense;
using Loci.Vectors;

namespace Loci.Tests.Indexing.Dense;

public sealed class DenseSearchTests
{
    [Fact]
    public void One_query_finds_the_rows_of_a_naive_scan() => DenseCase.Any.Sample(one =>
    {
        float[][] query = one.Queries[..1];
        ScoredRow[] expected = DenseCase.Naive(one.Rows, query, one.Count);
        Assert.Equal(expected, one.Compact.Nearest(query, one.Exact, one.Options).Rows);
        Assert.Equal(expected, one.Float.Nearest(query, one.Options).Rows);
    });

    [Fact]
    public void Several_targets_find_the_rows_of_a_naive_scan() => DenseCase.Any.Sample(one =>
    {
        ScoredRow[] expected = DenseCase.Naive(one.Rows, one.Queries, one.Count);
        Assert.Equal(expected, one.Compact.Nearest(one.Queries, one.Exact, one.Options).Rows);
        Assert.Equal(expected, one.Float.Nearest(one.Queries, one.Options).Rows);
    });

    [Fact]
    public void A_batch_finds_for_each_query_what_the_query_finds_alone() => DenseCase.Any.Sample(one =>
    {
        NearestRows[] compact = one.Compact.NearestEach(one.Queries, one.Exact, one.Options), plain = one.Float.NearestEach(one.Queries, one.Options);
        for (int q = 0; q < one.Queries.Length; q++)
        {
            ScoredRow[] expected = DenseCase.Naive(one.Rows, [one.Queries[q]], one.Count);
            Assert.Equal(expected, compact[q].Rows);
            Assert.Equal(expected, plain[q].Rows);
        }
    });

    [Fact]
    public void Many_rows_are_ruled_out_and_none_of_the_best() => DenseCase.Many.Sample(one =>
    {
        NearestRows[] each = one.Compact.NearestEach(one.Queries, one.Exact, one.Options);
        Assert.All(one.Queries, (query, q) => Assert.Equal(DenseCase.Naive(one.Rows, [query], one.Count), each[q].Rows));
        ScoredRow[] joint = DenseCase.Naive(one.Rows, one.Queries, one.Count);
        Assert.Equal(joint, one.Compact.Nearest(one.Queries, one.Exact, one.Options).Rows);
        Assert.Equal(joint, one.Float.Nearest(one.Queries, one.Options).Rows);
    }, iter: 30);

    [Fact]
    public void The_answer_and_the_rows_read_exactly_do_not_depend_on_the_threads() => DenseCase.Many.Sample(one =>
    {
        NearestRows alone = one.Compact.Nearest(one.Queries, one.Exact, one.Options with { Threads = 1 });
        for (int threads = 2; threads <= 7; threads++)
        {
            NearestRows shared = one.Compact.Nearest(one.Queries, one.Exact, one.Options with { Threads = threads });
            Assert.Equal(alone.Rows, shared.Rows);
            Assert.Equal(alone.Reranked, shared.Reranked);
        }
    }, iter: 20);

    [Fact]
    public void Only_allowed_rows_are_found() => Gen.Select(DenseCase.Any, Gen.Int[1, 5]).Sample((one, divisor) =>
    {
        DenseSearchOptions options = one.Options with { Allowed = row => row % divisor == 0 };
        ScoredRow[] expected = DenseCase.Naive(one.Rows, one.Queries, one.Count, row => row % divisor == 0);
        Assert.Equal(expected, one.Compact.Nearest(one.Queries, one.Exact, options).Rows);
        Assert.Equal(expected, one.Float.Nearest(one.Queries, options).Rows);
    });

    [Fact]
    public void Few_rows_are_read_exactly()
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, 20_000).SelectMany(_ => DenseCase.Unit(random, 100))];
        CompactRows rows = CompactRows.Empty(100).Append(new ArrayRows(values, 100), cancellationToken: TestContext.Current.CancellationToken);
        NearestRows found = rows.Nearest([DenseCase.Unit(random, 100)], new ArrayRows(values, 100), new() { Count = 20 }, TestContext.Current.CancellationToken);
        Assert.InRange(found.Reranked, 20, 400);
    }

    [Fact]
    public void Equal_rows_come_in_order_and_the_negative_of_a_query_finds_the_same()
    {
        float[] values = [.. Enumerable.Range(0, 1000).SelectMany(row => row % 2 == 0 ? new float[] { 0.6f, 0.8f } : [-0.6f, -0.8f])];
        CompactRows rows = CompactRows.Empty(2).Append(new ArrayRows(values, 2), cancellationToken: TestContext.Current.CancellationToken);
        foreach (float sign in new float[] { 1, -1 })
        {
            NearestRows found = rows.Nearest([[sign, 0]], new ArrayRows(values, 2), new() { Count = 300 }, TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, 300), found.Rows.Select(row => row.Row));
            Assert.All(found.Rows, row => Assert.Equal(0.6f, row.Score));
        }
    }

    [Fact]
    public void Weighted_parts_add_up_within_their_bounds() => DenseCase.Any.Sample(one =>
    {
        double[] scores = new double[one.Rows.Length], errors = new double[one.Rows.Length];
        one.Compact.Score(one.Queries[0], -2.5, scores, errors, one.Threads);
        one.Float.Score(one.Queries[^1], 0.125, scores, errors, one.Threads);
        Assert.All(one.Rows, (row, r) =>
        {
            double exact = -2.5 * ExactProduct.Dot(row, ExactProduct.Widen(one.Queries[0])) + 0.125 * ExactProduct.Dot(row, ExactProduct.Widen(one.Queries[^1]));
            Assert.InRange(exact, scores[r] - errors[r], scores[r] + errors[r]);
        });
    });

    [Fact]
    public void No_rows_give_no_rows()
    {
        Assert.Empty(FloatRows.Empty(3).Nearest([[1, 0, 0]], new(), TestContext.Current.CancellationToken).Rows);
        Assert.Empty(CompactRows.Empty(3).NearestEach([[1, 0, 0]], new ArrayRows(Array.Empty<float>(), 3), new(), TestContext.Current.CancellationToken)[0].Rows);
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        var one = new DenseCase([[1, 0], [0, 1]], [[1, 0]], 2, 1, 0);
        Assert.ThrowsAny<OperationCanceledException>(() => one.Compact.Nearest(one.Queries, one.Exact, one.Options, new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => one.Float.NearestEach(one.Queries, one.Options, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_filter_throws_comes_out_as_it_is(int threads)
    {
        FloatRows rows = FloatRows.Empty(1).Append(Enumerable.Repeat(1f, 1 << 18).ToArray(), cancellationToken: TestContext.Current.CancellationToken);
        var options = new DenseSearchOptions { Threads = threads, Allowed = _ => throw new InvalidDataException("no") };
        Assert.Throws<InvalidDataException>(() => rows.Nearest([[1]], options, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Searches_that_make_no_sense_are_refused()
    {
        var one = new DenseCase([[1, 0], [0, 1]], [[1, 0]], 2, 1, 0);
        CompactRows rows = one.Compact;
        Assert.Throws<InvalidInputException>(() => rows.Nearest([], one.Exact, new(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => rows.Nearest([[1, 0, 0]], one.Exact, new(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => rows.Nearest(one.Queries, one.Exact, new() { Count = 0 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => rows.Nearest(one.Queries, one.Exact, new() { Threads = 0 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => rows.Nearest(one.Queries, new ArrayRows(new float[2], 2), new(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => rows.Score([1, 0], 1, new double[2], new double[1], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("Vector 0", Assert.Throws<InvalidInputException>(() => rows.Nearest(one.Queries, new ArrayRows(new[] { float.NaN, 0, 0, 1 }, 2), new(), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
