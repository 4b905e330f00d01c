using CsCheck;
using Loci.Reranking;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;
using Loci.Tensors;
using Loci.Tests.Selection;

namespace Loci.Tests.Reranking;

public sealed class RerankerTests
{
    private static readonly float[] Query = [1, 1, 0];
    private static readonly float[][] Hits = [[1, 0.35f, 0], [1, 0.35f, 0.01f], [1, 0.35f, -0.01f], [0.1f, 1, 0], [0, 0, 1]]; // 1 and 2 nearly copy 0

    [Theory]
    [MemberData(nameof(SelectionCase.Sifts), MemberType = typeof(SelectionCase))]
    public void Picks_and_values_are_those_of_the_reference(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        long[] indices = file.ReadInt64s("ref_indices");
        var options = new RerankOptions { Noise = given.Noise, Distinct = false, Normalize = false };
        var picks = Reranker.Rerank(Rows(file, "targets", given), Rows(file, "candidates", given), row => row, indices.Length, options, Token);
        Assert.Equal(indices, picks.Select(pick => (long)pick.Index));
        Assert.All(file.ReadDoubles("ref_values").Zip(picks), pair => Assert.Equal(pair.First, pair.Second.Objective, 1e-9 * given.Prior));
    }

    [Fact]
    public void By_cosine_it_is_sift_on_unit_rows() => Instance.Any.Sample(instance =>
    {
        using var units = new UnitRows();
        var kernel = new DenseKernel(units.Of(Instance.Memories(instance.Candidates)), units.Of(Instance.Memories(instance.Targets)));
        SelectionResult sift = new Sift().Select(kernel, instance.Options, Token);
        var options = new RerankOptions { Noise = instance.Noise, Distinct = false };
        var picks = Reranker.Rerank(Instance.Memories(instance.Targets), instance.Candidates, row => row, instance.Count, options, Token);
        Assert.Equal(sift.Indices, picks.Select(pick => pick.Index));
        Assert.Equal(sift.Objective, picks.Select(pick => pick.Objective));
        Assert.Equal(sift.Objective.Select(Math.Sqrt), picks.Select(pick => pick.Uncertainty));
    });

    [Fact]
    public void By_cosine_the_lengths_of_vectors_do_not_matter() => Instance.Any.Sample(instance =>
    {
        // Upwards only: halving a subnormal number drops its last bit and turns the vector.
        float[][] scaled = [.. instance.Candidates.Select((row, i) => row.Select(value => MathF.ScaleB(value, i % 9)).ToArray())];
        Assert.Equal(Indices(instance.Candidates), Indices(scaled));

        int[] Indices(float[][] rows) =>
            [.. Reranker.Rerank(Instance.Memories(instance.Targets), rows, row => row, instance.Count, cancellationToken: Token).Select(pick => pick.Index)];
    });

    [Fact]
    public void Near_copies_of_a_pick_come_after_what_tells_more()
    {
        var picks = Reranker.Rerank(Query, Hits, hit => hit, 5, cancellationToken: Token);
        Assert.Equal([0, 3], picks.Take(2).Select(pick => pick.Index));
        Assert.Equal([0, 1, 2, 3, 4], picks.Select(pick => pick.Index).Order()); // once each, though there would be use for repeats
        Assert.All(picks, pick => Assert.Same(Hits[pick.Index], pick.Item));
    }

    [Fact]
    public void Repeats_are_an_option() =>
        Assert.Equal([0, 3, 0, 3, 0, 0], Reranker.Rerank(Query, Hits, hit => hit, 6, new() { Noise = 0.1, Distinct = false }, Token).Select(pick => pick.Index));

    [Fact]
    public void Every_rule_can_re_rank()
    {
        using var units = new UnitRows();
        var kernel = new DenseKernel(units.Of(Instance.Memories(Hits)), units.Of(Instance.Memories([Query])));
        foreach (string name in Selectors.Names)
        {
            SelectionResult expected = Selectors.Create(name).Select(kernel, new() { Count = 3, Noise = 0.01, Distinct = true }, Token);
            var picks = Reranker.Rerank(Query, Hits, hit => hit, 3, new() { Selector = Selectors.Create(name) }, Token);
            Assert.Equal(expected.Indices, picks.Select(pick => pick.Index));
            Assert.Equal(expected.Objective, picks.Select(pick => pick.Objective));
        }
    }

    [Fact]
    public void Stopping_gives_fewer_picks()
    {
        Assert.Single(Reranker.Rerank(Query, Hits, hit => hit, 5, new() { Noise = 1, Stopping = 1 }, Token)); // σ₁ = 0.77 ≤ 1, σ₂ > 1/2
        Assert.Empty(Reranker.Rerank(Query, Hits, hit => hit, 5, new() { Stopping = 1000 }, Token));
    }

    [Fact]
    public void Nothing_found_gives_nothing()
    {
        Assert.Empty(Reranker.Rerank(Query, Array.Empty<float[]>(), hit => hit, 5, cancellationToken: Token));
        Assert.Empty(Reranker.Rerank(Query, Hits, hit => hit, 0, cancellationToken: Token));
    }

    [Fact]
    public void Vectors_of_zeros_are_harmless()
    {
        float[][] hits = [[0, 0, 0], [1, 1, 0.1f], [0, 0, 0]];
        Assert.Equal(1, Reranker.Rerank(Query, hits, hit => hit, 3, cancellationToken: Token)[0].Index);
        Assert.Equal([0, 1, 2], Reranker.Rerank(new float[3], hits, hit => hit, 3, cancellationToken: Token).Select(pick => pick.Index)); // nothing to go by: as given
    }

    [Fact]
    public void Each_vector_is_asked_for_once_in_order()
    {
        var asked = new List<int>();
        Reranker.Rerank(Query, [2, 0, 1], hit =>
        {
            asked.Add(hit);
            return Hits[hit];
        }, 3, cancellationToken: Token);
        Assert.Equal([2, 0, 1], asked);
    }

    [Fact]
    public void Vectors_that_cannot_be_compared_are_refused()
    {
        Assert.Contains("Hit 1 has no vector", Refused([[1, 2, 3], []]), StringComparison.Ordinal);
        Assert.Contains("Hit 1 has no vector", Refused([[1, 2, 3], null!]), StringComparison.Ordinal);
        Assert.Contains("Hit 0 has a vector of 2 numbers, and the first query one of 3", Refused([[1, 2]]), StringComparison.Ordinal);
        Assert.Contains("vector of hit 2 holds NaN", Refused([[1, 2, 3], [1, 2, 3], [1, float.NaN, 3]]), StringComparison.Ordinal);
        Assert.Contains("vector of hit 0 holds NaN or infinity", Refused([[1, 2, float.NegativeInfinity]]), StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_that_cannot_be_compared_are_refused()
    {
        Assert.Contains("there is none", RefusedQueries(), StringComparison.Ordinal);
        Assert.Contains("The query has no vector", RefusedQueries(Array.Empty<float>()), StringComparison.Ordinal);
        Assert.Contains("vector of the query holds NaN", RefusedQueries([1, 2, float.NaN]), StringComparison.Ordinal);
        Assert.Contains("Query 1 has a vector of 2", RefusedQueries([1, 2, 3], [1, 2]), StringComparison.Ordinal);
    }

    [Fact]
    public void Senseless_options_are_refused()
    {
        Assert.Throws<InvalidInputException>(() => Reranker.Rerank(Query, Hits, hit => hit, -1, cancellationToken: Token));
        Assert.Throws<InvalidInputException>(() => Reranker.Rerank(Query, Hits, hit => hit, 1, new() { Noise = 0 }, Token));
        Assert.Throws<InvalidInputException>(() => Reranker.Rerank(Query, Hits, hit => hit, 1, new() { Stopping = -1 }, Token));
    }

    [Fact]
    public void Cancelling_stops_it() =>
        Assert.Throws<OperationCanceledException>(() => Reranker.Rerank(Query, Hits, hit => hit, 3, cancellationToken: new CancellationToken(canceled: true)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Refused(float[][] hits) => Assert.Throws<InvalidInputException>(() => Reranker.Rerank(Query, hits, hit => hit, 3, cancellationToken: Token)).Message;

    private static string RefusedQueries(params float[][] queries) =>
        Assert.Throws<InvalidInputException>(() => Reranker.Rerank(Instance.Memories(queries), Hits, hit => hit, 3, cancellationToken: Token)).Message;

    private static ReadOnlyMemory<float>[] Rows(SafetensorsFile file, string tensor, SelectionCase given) =>
        [.. file.ReadSingles(tensor).Chunk(given.Dimensions).Select(row => (ReadOnlyMemory<float>)row)];
}
