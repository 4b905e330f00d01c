using Loci.Reranking;
using Loci.Samples.Reranking;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData.Tests;

/// <summary>Re-ranking through the true abstraction, over a collection that really searches.</summary>
public sealed class RerankedSearchTests : IAsyncLifetime
{
    private const int Records = 60;
    private const int Dimensions = 8;

    private static readonly Passage[] Passages = [.. Enumerable.Range(0, Records).Select(i => new Passage { Id = i, Source = $"{i % 3}", Text = "", Vector = Vector(i / 2) })]; // in pairs
    private static readonly ReadOnlyMemory<float> Query = Vector(1000);

    private readonly InMemoryCollection<int, Passage> _collection = new("passages", passage => passage.Id, passage => passage.Vector, passage => passage with { Vector = default });

    public async ValueTask InitializeAsync()
    {
        await _collection.EnsureCollectionExistsAsync(Token);
        await _collection.UpsertAsync(Passages, Token);
    }

    public ValueTask DisposeAsync()
    {
        _collection.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Results_are_the_picks_among_the_nearest()
    {
        var nearest = await _collection.SearchAsync(Query, 20, WithVectors, Token).ToListAsync(Token);
        var expected = Reranker.Rerank(Query, nearest, result => result.Record.Vector, 6, cancellationToken: Token);
        var results = await _collection.SearchRerankedAsync(Query, 6, Vector, new() { Candidates = 20 }, Token).ToListAsync(Token);
        Assert.Equal(expected.Select(pick => pick.Item.Record), results.Select(result => result.Record));
        Assert.Equal(expected.Select(pick => pick.Item.Score), results.Select(result => result.Score));
        Assert.Equal(6, results.Select(result => result.Record.Id / 2).Distinct().Count()); // no pair is picked whole
    }

    [Fact]
    public async Task Results_of_any_search_are_re_ranked()
    {
        var nearest = await _collection.SearchAsync(Query, 20, WithVectors, Token).ToListAsync(Token);
        var options = new RerankOptions { Noise = 0.3, Distinct = false };
        var expected = Reranker.Rerank(Query, nearest, result => result.Record.Vector, 30, options, Token);
        var picks = await _collection.SearchAsync(Query, 20, WithVectors, Token).RerankAsync(Query, 30, Vector, options, Token);
        Assert.Equal(expected.Select(pick => (pick.Item.Record, pick.Index, pick.Objective)), picks.Select(pick => (pick.Item.Record, pick.Index, pick.Objective)));
        Assert.All(picks, pick => Assert.Equal(nearest[pick.Index].Record, pick.Item.Record));
    }

    [Fact]
    public async Task Several_queries_share_the_picks()
    {
        ReadOnlyMemory<float>[] queries = [Query, Vector(2000)];
        var nearest = await _collection.SearchAsync(Query, 20, WithVectors, Token).ToListAsync(Token);
        var picks = await nearest.ToAsyncEnumerable().RerankAsync(queries, 4, Vector, cancellationToken: Token);
        Assert.Equal(Reranker.Rerank(queries, nearest, result => result.Record.Vector, 4, cancellationToken: Token), picks);
    }

    [Fact]
    public async Task The_search_keeps_its_options_and_always_asks_for_vectors()
    {
        var store = new RecordingStore(_collection);
        var given = new VectorSearchOptions<Passage> { Filter = passage => passage.Source == "1", VectorProperty = passage => passage.Vector, Skip = 2, ScoreThreshold = -0.5 };
        var results = await store.SearchRerankedAsync(Query, 4, Vector, new() { Candidates = 9, Search = given }, Token).ToListAsync(Token);
        (int top, VectorSearchOptions<Passage>? asked, CancellationToken token) = Assert.Single(store.Searches);
        Assert.Equal((9, Token), (top, token));
        foreach (var property in typeof(VectorSearchOptions<Passage>).GetProperties())
        {
            Assert.Equal(property.Name == nameof(given.IncludeVectors) ? true : property.GetValue(given), property.GetValue(asked));
        }
        Assert.False(given.IncludeVectors);
        Assert.All(results, result => Assert.Equal("1", result.Record.Source));
    }

    [Fact]
    public async Task As_many_candidates_are_asked_for_as_are_to_be_picked()
    {
        var store = new RecordingStore(_collection);
        Assert.Equal(30, (await store.SearchRerankedAsync(Query, 30, Vector, new() { Candidates = 5 }, Token).ToListAsync(Token)).Count);
        await store.SearchRerankedAsync(Query, 5, Vector, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal([30, 200], store.Searches.Select(search => search.Top));
    }

    [Fact]
    public async Task Nothing_is_searched_before_a_result_is_asked_for()
    {
        var store = new RecordingStore(_collection);
        var results = store.SearchRerankedAsync(Query, 3, Vector, cancellationToken: Token);
        Assert.Empty(store.Searches);
        Passage[] first = await results.Select(result => result.Record).ToArrayAsync(Token);
        Passage[] second = await results.Select(result => result.Record).ToArrayAsync(Token);
        Assert.Equal(2, store.Searches.Count);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Cancelling_reaches_the_store_and_the_picking()
    {
        using var source = new CancellationTokenSource();
        await using var results = _collection.SearchRerankedAsync(Query, 3, record => // what is called last before the picking
        {
            source.Cancel();
            return record.Vector;
        }, cancellationToken: Token).GetAsyncEnumerator(source.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await results.MoveNextAsync());

        var store = new RecordingStore(_collection);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.SearchRerankedAsync(Query, 3, Vector, cancellationToken: source.Token).ToListAsync(Token));
        Assert.True(Assert.Single(store.Searches).Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Results_without_vectors_are_refused_with_the_remedy()
    {
        var without = _collection.SearchAsync(Query, 5, cancellationToken: Token);
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => without.RerankAsync(Query, 3, Vector, cancellationToken: Token));
        Assert.Contains("IncludeVectors", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_of_another_length_are_refused()
    {
        var exception = await Assert.ThrowsAsync<InvalidInputException>(async () =>
            await _collection.SearchRerankedAsync(Query, 3, record => record.Vector[..5], cancellationToken: Token).ToListAsync(Token));
        Assert.Contains("Hit 0 has a vector of 5 numbers, and the first query one of 8", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(3, 0)]
    public void Asking_for_nothing_is_refused_at_once(int top, int candidates) =>
        Assert.Throws<InvalidInputException>(() => _collection.SearchRerankedAsync(Query, top, Vector, new() { Candidates = candidates }, Token));

    [Fact]
    public async Task Nothing_found_gives_nothing() =>
        Assert.Empty(await _collection.SearchRerankedAsync(Query, 3, Vector, new() { Search = new() { Filter = _ => false } }, Token).ToListAsync(Token));

    [Fact]
    public async Task Threads_that_share_a_collection_get_the_same_results()
    {
        var options = new RerankedSearchOptions<Passage>();
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () => await _collection.SearchRerankedAsync(Query, 10, Vector, options, Token).Select(result => result.Record).ToArrayAsync(Token), Token)));
        Assert.All(all, records => Assert.Equal(all[0], records));
    }

    private static VectorSearchOptions<Passage> WithVectors => new() { IncludeVectors = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ReadOnlyMemory<float> Vector(Passage passage) => passage.Vector;

    private static ReadOnlyMemory<float> Vector(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.3f).ToArray();
    }
}
