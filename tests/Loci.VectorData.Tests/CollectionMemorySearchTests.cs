using CsCheck;
using Loci.Learning;
using Loci.Memories;
using Loci.Selection.Rules;

namespace Loci.VectorData.Tests;

/// <summary>Any store searched as a memory is: the same candidates with the same representations, though the store only knows its nearest.</summary>
public sealed class CollectionMemorySearchTests
{
    /// <summary>Texts whose letters do not cancel out: a vector of zeros has no cosine, and a store need not give its record.</summary>
    private static readonly Gen<string> Text = Gen.Char['a', 'z'].Array[1, 5].Select(letters => new string(letters)).Where(text => SignedLetters.Of(text).Any(value => value != 0));

    [Fact]
    public async Task Candidates_are_those_of_a_memory_of_the_same_texts()
    {
        await Gen.Select(Text.Array[1, 120], Text.Array[1, 3], Gen.Int[1, 15], Gen.Int[0, 3]).SampleAsync(async (drawn, queries, count, kind) =>
        {
            string[] texts = [.. drawn.Distinct(StringComparer.Ordinal)];
            using var store = await PieceStore.MakeAsync(texts);
            using var folder = await TemporaryMemory.MakeAsync();
            await folder.Memory.AddManyAsync([.. texts.Select((text, i) => new ChunkedDocument(
                new DocumentRecord($"s{i % 3}", text, new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = i % 2 == 0 ? "even" : "odd" }), [new Chunk(text, text.Length)]))], Token);
            var options = new SearchOptions { Count = count };
            if (kind == 1) options = options with { Documents = new DocumentFilter { Sources = ["s0", "s2"] } };
            if (kind == 2) options = options with { Filter = document => document.Meta["kind"] == "odd" };
            if (kind == 3) options = options with { Documents = new DocumentFilter { SourcePrefix = "s1" }, Filter = document => document.Meta["kind"] == "odd" };
            var expected = store.Search(folder.Memory, queries, options);
            var found = store.Search(store.Memory(), queries, options);
            Assert.Equal(expected.Scores, found.Scores, (x, y) => Math.Abs(x - y) < 1e-6);
            Assert.Equal(queries.Length, found.Queries);
            Assert.Equal(expected.Parts[0].DenseQueries, found.Parts[0].DenseQueries);
            Assert.Equal((expected.Parts[0].Name, expected.Parts[0].Weight, expected.Parts[0].Dimensions), (found.Parts[0].Name, found.Parts[0].Weight, found.Parts[0].Dimensions));
            Assert.Equal(found.Texts.SelectMany(SignedLetters.Of), found.Parts[0].DenseRows!);
            Assert.Equal(found.Texts.Select(text => Array.IndexOf(texts, text) + 1L), found.Chunks);
            Assert.Equal(found.Chunks.Select(id => $"s{(id - 1) % 3}"), found.Documents.Select(document => document.Source));
            Assert.Equal(found.Texts.Select(text => text.Length), found.TokenCounts);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task A_retriever_picks_the_same_from_a_store_as_from_a_memory()
    {
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i / 7 % 26))}{(char)('a' + (i * i % 26))}x{new string('y', i % 4)}").Distinct(StringComparer.Ordinal)];
        using var store = await PieceStore.MakeAsync(texts);
        using var folder = await TemporaryMemory.MakeAsync();
        await folder.Memory.AddManyAsync([.. texts.Select(text => new ChunkedDocument(new DocumentRecord("s", text), [new Chunk(text, 1)]))], Token);
        var options = new RetrievalOptions { Candidates = 40, Count = 8 };
        string[] Picks(IMemory memory)
        {
            var retrieved = new Retriever(memory, new Sift(), options).Retrieve("abxy", new StageClock(TimeProvider.System), Token);
            return [.. retrieved.Selection.Indices.Select(index => retrieved.Candidates.Texts[index])];
        }
        Assert.Equal(Picks(folder.Memory), Picks(store.Memory()));
    }

    [Fact]
    public async Task A_memory_of_Loci_s_own_serves_as_the_store()
    {
        using var folder = await TemporaryMemory.MakeAsync();
        using var collection = new MemoryCollection("notes", folder.Memory);
        await collection.UpsertAsync(Enumerable.Range(0, 60).Select(i => new MemoryRecord { Source = $"{i:00}", Text = $"{(char)('a' + (i % 26))}{(char)('a' + (i * 7 % 25))}q{i}{(char)('a' + (i / 3))}" }), Token);
        using var memory = new CollectionMemory<string, MemoryRecord>(collection, folder.Embedder, new()
        {
            Key = record => record.Source, Text = record => record.Passage ?? record.Text, Source = record => record.Source, Vector = record => record.Vector,
            Create = made => new MemoryRecord { Source = made.Document.Source, Text = made.Text },
        });
        foreach (var queries in (string[][])[["abc"], ["abc", "xyz"]])
        {
            var features = folder.Embedder.Embed(queries, Token);
            var (expected, found) = (folder.Memory.Search(features, new() { Count = 12 }, Token), memory.Search(features, new() { Count = 12 }, Token));
            Assert.Equal(expected.Scores, found.Scores, (x, y) => Math.Abs(x - y) < 1e-6);
        }
        Assert.Equal([true, false], await memory.AddManyAsync([new(new DocumentRecord("new", "zzz"), [new Chunk("zzz", 1)]), new(new DocumentRecord("again", "zzz"), [new Chunk("zzz", 1)])], Token));
        Assert.Equal("zzz", (await collection.GetAsync("new", cancellationToken: Token))!.Text);
        Assert.Equal(1, await memory.ForgetAsync(new DocumentFilter { Sources = ["new"] }, Token));
        Assert.Equal(60, memory.Describe().Documents);
    }

    [Fact]
    public async Task Both_directions_are_asked_for_and_deeper_only_where_it_is_needed()
    {
        using var store = await PieceStore.MakeAsync([.. Enumerable.Range(0, 100).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i / 4))}")]);
        store.Search(store.Memory(), ["abc"], new() { Count = 5 });
        Assert.Equal([5, 5], store.Watched.Searches.Select(search => search.Top));
        Assert.All(store.Watched.Searches, search => Assert.True(search.Options.IncludeVectors));
        store.Watched.Searches.Clear();
        Assert.Equal(5, store.Search(store.Memory(), ["abc"], new() { Count = 5, Filter = document => document.Id > 60 }).Count);
        Assert.Contains(store.Watched.Searches, search => search.Top > 5);
        store.Watched.Searches.Clear();
        var few = store.Search(store.Memory(options: new() { Deepest = 8 }), ["abc"], new() { Count = 20 });
        Assert.All(store.Watched.Searches, search => Assert.Equal(8, search.Top));
        Assert.Equal(16, few.Count);
    }

    [Fact]
    public async Task Named_sources_are_the_store_s_work_and_other_filters_can_be()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc", "cd", "de", "ef", "fg");
        var found = store.Search(store.Memory(), ["ab"], new() { Documents = new DocumentFilter { Sources = ["s0", "s2"] } });
        Assert.Equal([1L, 3, 4, 6], found.Chunks.Order());
        Assert.All(store.Watched.Searches, search => Assert.Equal("""piece => ((piece.Source == "s0") OrElse (piece.Source == "s2"))""", search.Options.Filter!.ToString()));
        store.Watched.Searches.Clear();
        using var translated = store.Memory(store.Mapping with { Filter = filter => filter.Meta is null ? null : piece => piece.Kind == "odd" });
        found = store.Search(translated, ["ab"], new() { Documents = new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "odd" } } });
        Assert.Equal([2L, 4, 6], found.Chunks.Order());
        Assert.All(store.Watched.Searches, search => Assert.Contains("Kind", search.Options.Filter!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_of_records_without_vectors_are_embedded_again()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc", "cd", "de", "ef", "fg");
        var (given, embedded) = (store.Search(store.Memory(), ["ab"], new() { Count = 4 }), store.Search(store.Memory(store.Mapping with { Vector = null }), ["ab"], new() { Count = 4 }));
        Assert.Equal(given.Chunks, embedded.Chunks);
        Assert.Equal(given.Parts[0].DenseRows, embedded.Parts[0].DenseRows);
        Assert.False(store.Watched.Searches.Last().Options.IncludeVectors);
    }

    [Fact]
    public async Task What_cannot_be_searched_is_refused()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc");
        using var memory = store.Memory();
        Assert.Throws<InvalidInputException>(() => memory.Search([], cancellationToken: Token));
        Assert.Throws<InvalidInputException>(() => store.Search(memory, ["a"], new() { Count = 0 }));
        Assert.Throws<InvalidInputException>(() => store.Memory(options: new() { Deepest = 0 }));
        using var words = new Loci.Embedding.LexicalEmbedder();
        Assert.Contains("dense", Assert.Throws<InvalidInputException>(() => new CollectionMemory<int, Piece>(store.Watched, words, store.Mapping)).Message, StringComparison.Ordinal);
        using var odd = store.Memory(store.Mapping with { Vector = _ => new float[3] });
        Assert.Contains("has 3", Assert.Throws<InvalidInputException>(() => store.Search(odd, ["a"], new())).Message, StringComparison.Ordinal);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => memory.Search(store.Embedder.Embed(["a"], Token), cancellationToken: source.Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
