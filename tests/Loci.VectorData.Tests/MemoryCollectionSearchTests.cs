using CsCheck;
using Loci.Embedding;
using Loci.Memories;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData.Tests;

/// <summary>Searches of a memory as a collection: by cosine with its sign, exactly, whatever the filter.</summary>
public sealed class MemoryCollectionSearchTests
{
    private static readonly Gen<string> Text = Gen.Char['a', 'z'].Array[0, 6].Select(letters => new string(letters));

    [Fact]
    public async Task Results_are_the_exact_nearest_within_filter_threshold_and_page()
    {
        await Gen.Select(Text.Array[1, 150], Text, Gen.Int[1, 12], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Float[-1, 1]).SampleAsync(async (texts, query, top, skip, kind, threshold) =>
        {
            using var folder = await TemporaryMemory.MakeAsync();
            using var collection = new MemoryCollection("notes", folder.Memory);
            await collection.UpsertAsync(texts.Select((text, i) => new MemoryRecord { Source = $"{i:000}", Text = text }), Token);
            var options = new VectorSearchOptions<MemoryRecord> { Skip = skip };
            if (kind == 1) options.Filter = record => record.Source.EndsWith('1') || record.Source.EndsWith('2');
            if (kind == 2) options.Filter = record => record.Text.Contains('e');
            if (kind == 3) options.ScoreThreshold = threshold;
            var found = await collection.SearchAsync(query, top, options, Token).ToListAsync(Token);
            var expected = texts.Select((text, i) => (Source: $"{i:000}", Text: text, Score: Cosine(query, text)))
                .Where(item => item.Text.Length > 0) // an empty text has no piece to find
                .Where(item => kind switch { 1 => item.Source[^1] is '1' or '2', 2 => item.Text.Contains('e'), _ => true })
                .OrderByDescending(item => item.Score).Skip(skip).Take(top).Where(item => kind != 3 || item.Score >= threshold).ToList();
            Assert.Equal(expected.Select(item => item.Score), found.Select(result => result.Score!.Value), (x, y) => Math.Abs(x - y) < 1e-5);
            Assert.All(found, result => Assert.Equal(Cosine(query, result.Record.Text), result.Score!.Value, 1e-5));
            Assert.Equal(found.Count, found.Select(result => result.Record.Source).Distinct().Count());
            Assert.All(found, result => Assert.Equal(result.Record.Text, result.Record.Passage));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task A_memory_of_words_is_searched_by_text_alone()
    {
        using var folder = await TemporaryMemory.MakeAsync(new LexicalEmbedder());
        using var collection = new MemoryCollection("notes", folder.Memory);
        await collection.UpsertAsync([Of("a", "the fox lives by the river"), Of("b", "kettles whistle when water boils"), Of("c", "the river carries water")], Token);
        var found = await collection.SearchAsync("kettles and water", 3, new() { IncludeVectors = true }, Token).ToListAsync(Token);
        Assert.Equal(["b", "c", "a"], found.Select(result => result.Record.Source));
        Assert.All(found, result => Assert.True(result.Record.Vector.IsEmpty));
        var memory = folder.Memory.Search(["kettles and water"], new SearchOptions { Count = 3 }, Token);
        Assert.Equal(memory.Scores, found.Select(result => result.Score!.Value));
        Assert.Throws<NotSupportedException>(() => collection.SearchAsync(new float[8], 1, cancellationToken: Token));
    }

    [Fact]
    public async Task Text_vector_array_and_embedding_find_the_same()
    {
        using var folder = await TemporaryMemory.MakeAsync();
        using var collection = new MemoryCollection("notes", folder.Memory);
        await collection.UpsertAsync([Of("a", "abc"), Of("b", "bcd"), Of("c", "xyz")], Token);
        float[] vector = [.. SignedLetters.Of("ab").Select(value => 3 * value)];
        var expected = await Read(collection.SearchAsync("ab", 3, cancellationToken: Token));
        Assert.Equal(expected, await Read(collection.SearchAsync(vector, 3, cancellationToken: Token)), Close);
        Assert.Equal(expected, await Read(collection.SearchAsync(new ReadOnlyMemory<float>(vector), 3, cancellationToken: Token)), Close);
        Assert.Equal(expected, await Read(collection.SearchAsync(new Embedding<float>(vector), 3, new() { VectorProperty = record => record.Vector }, Token)), Close);
        Assert.Throws<NotSupportedException>(() => collection.SearchAsync(7, 1, cancellationToken: Token));
        Assert.Throws<NotSupportedException>(() => collection.SearchAsync("ab", 1, new() { VectorProperty = record => record.Text }, Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => collection.SearchAsync("ab", 0, cancellationToken: Token));
        await Assert.ThrowsAsync<VectorStoreException>(() => Read(collection.SearchAsync(new float[5], 1, cancellationToken: Token)));
    }

    [Fact]
    public async Task Vectors_come_where_they_are_asked_for_and_results_can_be_re_ranked()
    {
        using var folder = await TemporaryMemory.MakeAsync();
        using var collection = new MemoryCollection("notes", folder.Memory);
        await collection.UpsertAsync(Enumerable.Range(0, 40).Select(i => Of($"{i:00}", $"{(char)('a' + (i % 9))}{(char)('c' + (i % 7))}ab")), Token);
        Assert.All(await collection.SearchAsync("abc", 9, cancellationToken: Token).ToListAsync(Token), result => Assert.True(result.Record.Vector.IsEmpty));
        var picks = await collection.SearchRerankedAsync(SignedLetters.Of("abc"), 5, record => record.Vector, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(5, picks.Select(pick => pick.Record.Source).Distinct().Count());
        Assert.All(picks, pick => Assert.Equal(SignedLetters.Of(pick.Record.Text), pick.Record.Vector.ToArray()));
    }

    [Fact]
    public async Task An_empty_memory_gives_nothing_and_a_cancelled_search_ends()
    {
        using var folder = await TemporaryMemory.MakeAsync();
        using var collection = new MemoryCollection("notes", folder.Memory);
        Assert.Empty(await Read(collection.SearchAsync("abc", 3, cancellationToken: Token)));
        await collection.UpsertAsync(Of("a", "abc"), Token);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await collection.SearchAsync("abc", 3, cancellationToken: source.Token).ToListAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MemoryRecord Of(string source, string text) => new() { Source = source, Text = text };

    private static double Cosine(string x, string y) => SignedLetters.Of(x).Zip(SignedLetters.Of(y), (a, b) => (double)a * b).Sum();

    private static bool Close((string Source, double Score) x, (string Source, double Score) y) => x.Source == y.Source && Math.Abs(x.Score - y.Score) < 1e-6;

    private static async Task<List<(string Source, double Score)>> Read(IAsyncEnumerable<VectorSearchResult<MemoryRecord>> results) =>
        await results.Select(result => (result.Record.Source, result.Score!.Value)).ToListAsync(Token);
}
