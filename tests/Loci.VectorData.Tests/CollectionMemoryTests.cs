using Loci.Ingest;
using Loci.Memories;
using Loci.Text;

namespace Loci.VectorData.Tests;

/// <summary>Any store written and described as a memory.</summary>
public sealed class CollectionMemoryTests
{
    [Fact]
    public async Task Documents_are_added_piece_by_piece_and_known_texts_are_not()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc");
        using var memory = store.Memory();
        var meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "new" };
        var added = await memory.AddManyAsync(
            [Of("n", "xyzxyw", meta, "xyz", "xyw"), Of("m", "ab", meta, "ab"), Of("o", "xyzxyw", meta, "xyz", "xyw"), Of("p", "", meta)], Token);
        Assert.Equal([true, false, false, false], added);
        var found = store.Search(memory, ["xyz"], new() { Count = 10, Documents = new() { Sources = ["n"] } });
        Assert.Equal(["xyz", "xyw"], found.Texts.OrderBy(text => text == "xyw"));
        Assert.Equal([0, 1], found.Ordinals.Order());
        Assert.All(found.Documents, document => Assert.Equal("new", document.Meta["kind"]));
        Assert.Equal([false], await memory.AddManyAsync([Of("q", "xyzxyw", meta, "xyz", "xyw")], Token));
        Assert.Equal([true], await memory.AddManyAsync([Of("q", "xyzxyv", meta, "xyz", "xyv")], Token)); // one of its pieces is new
    }

    [Fact]
    public async Task A_source_that_is_replaced_loses_what_it_had()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc", "cd", "de");
        using var memory = store.Memory();
        Assert.Equal([true], await memory.AddManyAsync([Replacing("s0", "xyz")], Token)); // s0 had ab and de
        Assert.Equal(["bc", "cd", "xyz"], Texts(store));
        Assert.Equal([false], await memory.AddManyAsync([Replacing("s0", "xyz")], Token));
        Assert.Equal([true], await memory.AddManyAsync([Replacing("s1", "xyz")], Token)); // a store gives a text no second source, so it is there twice
        Assert.Equal(["cd", "xyz", "xyz"], Texts(store));
        Assert.Equal([false], await memory.AddManyAsync([Replacing("s2")], Token));
        Assert.Equal(["xyz", "xyz"], Texts(store));
    }

    [Fact]
    public async Task Documents_are_listed_forgotten_and_counted()
    {
        using var store = await PieceStore.MakeAsync("ab", "bc", "cde", "de", "ef");
        using var memory = store.Memory(options: new() { PageSize = 2 });
        Assert.Equal([1L, 2, 3, 4, 5], memory.Documents(cancellationToken: Token).Select(document => document.Id));
        Assert.Equal(["0+2", "2+2", "4+2"], store.Watched.Readings.Select(reading => reading.Split(' ')[^1]));
        var info = memory.Describe();
        Assert.Equal((5, 5, 11, 3, 11), (info.Documents, info.Chunks, info.Bytes, info.Sources, info.Tokens));
        Assert.Equal(("pieces", "signed-letters/1", 0), (info.Path, info.Embedder, info.Revision));
        Assert.Equal(2, await memory.ForgetAsync(new DocumentFilter { Sources = ["s1"] }, Token));
        Assert.Equal(1, await memory.ForgetAsync(new DocumentFilter { Where = document => document.Bytes == 3 }, Token));
        Assert.Equal(0, await memory.ForgetAsync(new DocumentFilter { SourcePrefix = "t" }, Token));
        Assert.Equal(["ab", "de"], Texts(store));
        Assert.Equal(2, memory.Describe().Revision);
    }

    [Fact]
    public async Task A_memory_that_is_only_read_says_so()
    {
        using var store = await PieceStore.MakeAsync("ab");
        using var memory = store.Memory(store.Mapping with { Create = null });
        Assert.Contains("Create", (await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddManyAsync([Of("a", "x", null, "x")], Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_remembered_in_a_store()
    {
        using var store = await PieceStore.MakeAsync();
        using var memory = store.Memory(store.Mapping with { Create = made => new Piece(made.Text.GetHashCode(StringComparison.Ordinal), made.Document.Source, made.Text, made.Vector, made.Ordinal, made.TokenCount) });
        var chunker = new Chunker(TokenizerLoader.Load(Path.Combine(TestSupport.Fixtures.Copies, "tokenizers", "bert_wordpiece_uncased")), 64);
        var result = await new Ingester(memory, chunker).RunAsync([new SourceDocument("a", "the fox lives by the river"), new SourceDocument("b", "kettles whistle when water boils")], cancellationToken: Token);
        Assert.Equal(2, result.Documents);
        Assert.Equal("kettles whistle when water boils", store.Search(memory, ["kettles whistle when water boils"], new() { Count = 1 }).Texts[0]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChunkedDocument Of(string source, string text, IReadOnlyDictionary<string, string>? meta, params string[] chunks) =>
        new(new DocumentRecord(source, text, meta), [.. chunks.Select(chunk => new Chunk(chunk, chunk.Length))]);

    private static ChunkedDocument Replacing(string source, params string[] chunks) =>
        new(new DocumentRecord(source, string.Concat(chunks)) { Replaces = true }, [.. chunks.Select(chunk => new Chunk(chunk, chunk.Length))]);

    private static string[] Texts(PieceStore store) => [.. store.Watched.GetAsync(_ => true, 100, cancellationToken: Token).Select(piece => piece.Text).Order(StringComparer.Ordinal).ToBlockingEnumerable(Token)];
}
