using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Sharding;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories.Sharding;

public sealed class ShardedMemoryTests : MemoryTestBase
{
    private static readonly LetterEmbedder Letters = new(24);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_search_finds_exactly_what_one_memory_finds(int shards)
    {
        var random = new Random(shards);
        Chunk[] chunks = [.. Enumerable.Range(0, 300).Select(i => new Chunk(FormattableString.Invariant($"text {i}"), i) { Features = Features(random) })];
        ChunkedDocument[] documents = [.. chunks.Chunk(4).Select((some, i) => new ChunkedDocument(
            new DocumentRecord(FormattableString.Invariant($"{i % 7}"), string.Concat(some.Select(chunk => chunk.Text))), some))];
        using var one = await Open(Letters);
        using var sharded = await Shards(shards);
        Assert.Equal(await one.AddManyAsync(documents, Token), await sharded.AddManyAsync(documents, Token));
        foreach (var queries in (Features[][])[[Features(random)], [Features(random), chunks[100].Features!, Features(random)]])
        {
            foreach (var options in (SearchOptions[])[new() { Count = 50 }, new() { Count = 1000 }, new() { Count = 9, Documents = new DocumentFilter { Sources = ["3", "5"] } }])
            {
                var (expected, found) = (one.Search(queries, options, Token), sharded.Search(queries, options, Token));
                Assert.Equal(expected.Scores, found.Scores);
                Assert.Equal(expected.Texts, found.Texts);
                Assert.Equal(expected.Ordinals, found.Ordinals);
                Assert.Equal(expected.Documents.Select(document => (document.Source, document.Bytes)), found.Documents.Select(document => (document.Source, document.Bytes)));
                Assert.Equal(expected.Parts[0].DenseRows, found.Parts[0].DenseRows);
                Assert.Equal(expected.Parts[0].DenseQueries, found.Parts[0].DenseQueries);
                Assert.Equal(found.Count, found.Chunks.Distinct().Count());
            }
        }
        Assert.Equal(one.Documents(cancellationToken: Token).Count, sharded.Documents(cancellationToken: Token).Select(document => document.Id).Distinct().Count());
        var (whole, sum) = (one.Describe(), sharded.Describe());
        Assert.Equal((whole.Documents, whole.Chunks, whole.Bytes, whole.Sources, whole.Tokens), (sum.Documents, sum.Chunks, sum.Bytes, sum.Sources, sum.Tokens));
    }

    [Fact]
    public async Task Every_shard_has_its_part()
    {
        IMemory[] shards = [await Open(Letters, Path.Combine(Root, "a.loci")), await Open(Letters, Path.Combine(Root, "b.loci"))];
        using var sharded = new ShardedMemory(shards);
        await sharded.AddManyAsync([.. Enumerable.Range(0, 100).Select(i => Document(FormattableString.Invariant($"text {i}")))], Token);
        Assert.All(shards, shard => Assert.InRange(shard.Describe().Documents, 30, 70));
        Assert.Equal(100, sharded.Describe().Documents);
    }

    [Fact]
    public async Task Term_counts_are_refused_with_the_reason()
    {
        using var memory = await Open();
        var error = Assert.Throws<InvalidInputException>(() => new ShardedMemory(memory));
        Assert.Contains("document frequencies", error.Message, StringComparison.Ordinal);
        Assert.Contains("tfidf", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => new ShardedMemory());
        using var other = await Open(Letters, Path.Combine(Root, "other.loci"));
        Assert.Contains(Letters.Identity, Assert.Throws<InvalidInputException>(() => new ShardedMemory(memory, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_fails_is_not_left_out()
    {
        using var sharded = await Shards(2);
        await sharded.AddManyAsync([.. Enumerable.Range(0, 20).Select(i => Document(FormattableString.Invariant($"text {i}")))], Token);
        (await Open(Letters, Path.Combine(Root, "1.loci"))).Dispose();
        File.Delete(Path.Combine(Root, "1.loci", "memory.db"));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.ThrowsAny<InvalidInputException>(() => sharded.Search(Letters.Embed(["text"], Token), cancellationToken: Token));
    }

    /// <summary>A random direction: no two scores are equal, so that the order is one.</summary>
    private static Features Features(Random random)
    {
        double[] vector = [.. Enumerable.Range(0, 24).Select(_ => random.NextDouble() - 0.5)];
        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return new Features([Array.ConvertAll(vector, value => (float)(value / norm))], [null]);
    }

    private async Task<ShardedMemory> Shards(int count) => new(
        [.. await Task.WhenAll(Enumerable.Range(0, count).Select(shard => Open(Letters, Path.Combine(Root, FormattableString.Invariant($"{shard}.loci")))))]);
}
