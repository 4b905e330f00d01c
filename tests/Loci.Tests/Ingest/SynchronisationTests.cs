using Loci.Embedding;
using Loci.Ingest;
using Loci.Memories;
using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Ingest;

/// <summary>A memory that follows files and folders forgets what is gone from them, and nothing else.</summary>
public sealed class SynchronisationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LexicalEmbedder _embedder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _embedder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_gone_from_a_followed_folder_is_forgotten()
    {
        using var memory = await Open();
        await Run(memory, [], ("/notes/a", "one"), ("/notes/sub/b", "two"), ("/notes2/c", "three"), ("/other", "four"));
        var result = await Run(memory, ["/notes"], ("/notes/sub/b", "two, changed"));
        Assert.Equal((1, 1), (result.Documents, result.Forgotten)); // the changed file was replaced, the other one forgotten
        Assert.Equal(["/notes/sub/b", "/notes2/c", "/other"], Sources(memory));
    }

    [Fact]
    public async Task Lines_that_a_followed_file_has_no_more_are_forgotten()
    {
        using var memory = await Open();
        await Run(memory, ["/d.jsonl"], ("/d.jsonl#1", "one"), ("/d.jsonl#2", "two"), ("/d.jsonl#3", "three"));
        await Run(memory, [], ("/d.jsonl2", "alike in name"));
        var result = await Run(memory, ["/d.jsonl"], ("/d.jsonl#1", "two"), ("/d.jsonl#2", "three"));
        Assert.Equal(1, memory.Documents(cancellationToken: Token).Count(document => document.Source == "/d.jsonl2"));
        Assert.Equal((0, 3), (result.Documents, memory.Documents(cancellationToken: Token).Count));
    }

    [Fact]
    public async Task A_text_that_another_place_has_as_well_stays()
    {
        using var memory = await Open();
        await Run(memory, [], ("/notes/a", "same"), ("/other", "same"));
        Assert.Equal(0, (await Run(memory, ["/notes"])).Forgotten);
        Assert.Equal(["/other"], Sources(memory));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_this_time_is_kept()
    {
        var good = _folder.Write("notes/good.txt", "a good text");
        var bad = _folder.Write("notes/bad.txt", "soon not to be read");
        var root = Path.GetDirectoryName(good)!;
        using var memory = await Open();
        await Run(memory, [], (good, "a good text"), (bad, "soon not to be read"), (Path.Combine(root, "gone.txt"), "gone"));
        await File.WriteAllBytesAsync(bad, [0xFF, 0xFE, 0x41], Token);
        var reader = new DocumentReader(new IngestOptions());
        var result = await new Ingester(memory, Chunker()) { Follow = [root] }.RunAsync(reader.Read([root], Token), reader, cancellationToken: Token);
        Assert.Single(result.Problems);
        Assert.Equal(1, result.Forgotten);
        Assert.Equal([bad, good], Sources(memory));
    }

    [Fact]
    public async Task Ready_made_vectors_are_stored_as_they_are()
    {
        using var given = new GivenVectors(3);
        using var memory = await Memory.OpenAsync(_folder.At("v.loci"), given, new MemoryOptions { Create = true }, Token);
        var result = await new Ingester(memory, Chunker()).RunAsync(
            [(new SourceDocument("a", "first"), new float[] { 1, 0, 0 }), (new SourceDocument("b", "second"), new float[] { 0, 0.6f, 0.8f })], cancellationToken: Token);
        Assert.Equal((2, 2), (result.Documents, result.Chunks));
        var found = memory.Search([new Features([[0, 0, 1]], [null])], new SearchOptions { Count = 1 }, Token);
        Assert.Equal(("second", 0.8, 5), (found.Texts[0], Math.Round(found.Scores[0], 6), found.TokenCounts[0] - 1));
        Assert.Throws<InvalidInputException>(() => { memory.Search(["a text"], cancellationToken: Token); });
        using var lexical = await Open();
        await Assert.ThrowsAsync<InvalidInputException>(() => new Ingester(lexical, Chunker()).RunAsync([(new SourceDocument("a", "first"), new float[] { 1 })], cancellationToken: Token));
    }

    private static string[] Sources(Memory memory) => [.. memory.Documents(cancellationToken: Token).Select(document => document.Source).Order(StringComparer.Ordinal)];

    private static Task<IngestResult> Run(Memory memory, string[] follow, params (string Source, string Text)[] documents) =>
        new Ingester(memory, Chunker()) { Follow = follow }.RunAsync(
            documents.Select(document => new SourceDocument(document.Source, document.Text) { Replaces = true }), cancellationToken: Token);

    private static Chunker Chunker() => new(new ByteTokenizer(), 64);

    private Task<Memory> Open() => Memory.OpenAsync(_folder.At("m.loci"), _embedder, new MemoryOptions { Create = true }, Token);
}
