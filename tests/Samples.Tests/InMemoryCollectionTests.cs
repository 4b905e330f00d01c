using Loci.Samples.Reranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Loci.Samples.Tests;

/// <summary>The sample's store keeps the promises of the abstraction.</summary>
public sealed class InMemoryCollectionTests : IDisposable
{
    private readonly InMemoryCollection<int, Passage> _collection = new("c", passage => passage.Id, passage => passage.Vector, passage => passage with { Vector = default });

    [Fact]
    public async Task It_exists_from_its_making_to_its_deletion()
    {
        Assert.False(await _collection.CollectionExistsAsync(Token));
        await Assert.ThrowsAsync<VectorStoreException>(() => _collection.GetAsync(1, cancellationToken: Token));
        await _collection.EnsureCollectionExistsAsync(Token);
        Assert.True(await _collection.CollectionExistsAsync(Token));
        await _collection.EnsureCollectionDeletedAsync(Token);
        Assert.False(await _collection.CollectionExistsAsync(Token));
    }

    [Fact]
    public async Task Records_are_replaced_found_by_key_and_deleted()
    {
        await FillAsync();
        await _collection.UpsertAsync(Of(2, "new", 1, 1), Token);
        Assert.Equal("new", (await _collection.GetAsync(2, cancellationToken: Token))!.Source);
        Assert.True((await _collection.GetAsync(2, cancellationToken: Token))!.Vector.IsEmpty);
        Assert.Equal(2, (await _collection.GetAsync(2, new() { IncludeVectors = true }, Token))!.Vector.Length);
        await _collection.DeleteAsync(2, Token);
        Assert.Null(await _collection.GetAsync(2, cancellationToken: Token));
    }

    [Fact]
    public async Task Records_are_found_by_a_filter_in_the_order_asked_for()
    {
        await FillAsync();
        var options = new FilteredRecordRetrievalOptions<Passage> { OrderBy = order => order.Ascending(passage => passage.Source).Descending(passage => passage.Id), Skip = 1 };
        var found = await _collection.GetAsync(passage => passage.Id > 0, 2, options, Token).Select(passage => passage.Id).ToListAsync(Token);
        Assert.Equal([1, 2], found); // a3, a1, b2
    }

    [Fact]
    public async Task A_search_ranks_by_cosine_within_filter_threshold_and_page()
    {
        await FillAsync();
        var query = new Embedding<float>(new float[] { 2, 0 });
        var all = await _collection.SearchAsync(query, 10, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal([1, 2, 3], all.Select(result => result.Record.Id));
        Assert.Equal([1, Math.Sqrt(0.5), 0], all.Select(result => result.Score!.Value), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.All(all, result => Assert.True(result.Record.Vector.IsEmpty));
        var page = _collection.SearchAsync(new float[] { 2, 0 }, 1, new() { Filter = passage => passage.Id > 0, ScoreThreshold = 0.5, Skip = 1, IncludeVectors = true }, Token);
        Assert.Equal([(2, 2)], await page.Select(result => (result.Record.Id, result.Record.Vector.Length)).ToListAsync(Token));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await _collection.SearchAsync("text", 1, cancellationToken: Token).ToListAsync(Token));
    }

    public void Dispose() => _collection.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task FillAsync()
    {
        await _collection.EnsureCollectionExistsAsync(Token);
        await _collection.UpsertAsync([Of(1, "a", 1, 0), Of(2, "b", 1, 1), Of(3, "a", 0, 1)], Token);
    }

    private static Passage Of(int id, string source, params float[] vector) => new() { Id = id, Source = source, Text = "", Vector = vector };
}
