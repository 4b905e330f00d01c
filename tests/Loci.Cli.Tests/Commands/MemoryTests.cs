using System.IO.Compression;
using System.Text;
using Loci.Cli.Tests.Support;
using Loci.Embedding;
using Loci.Memories;

namespace Loci.Cli.Tests.Commands;

public sealed class MemoryTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task Remembering_twice_changes_nothing_the_second_time()
    {
        _loci.Write("notes/fox.txt", "The fox lives by the river.");
        _loci.Write("notes/owl.md", "# Owl\n\nThe owl sleeps by day.");
        _loci.Write("more.jsonl.gz", Pack("{\"text\":\"The heron stands in the water.\"}\n"));
        string[] line = ["remember", "notes", "more.jsonl.gz", "--memory", "m.loci", "--model", TinyModel.Folder, "--json"];
        var first = (await _loci.RunAsync(line)).Json();
        var second = (await _loci.RunAsync(line)).Json();
        Assert.Equal((3, 3, 0), (Number(first, "documents"), Number(first, "chunks"), Number(first, "skipped")));
        Assert.Equal((0, 0, 3), (Number(second, "documents"), Number(second, "chunks"), Number(second, "skipped")));
        Assert.True(first.GetProperty("seconds").GetDouble() > 0);
        var shown = (await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json();
        Assert.Equal((3, 3), (Number(shown, "documents"), Number(shown, "chunks")));
        Assert.Equal("lexical-words-bigrams/1", shown.GetProperty("embedder").GetString());
        Assert.True(Number(shown, "bytes") > 80);
    }

    [Fact]
    public async Task What_comes_on_standard_input_is_found_by_a_prompt()
    {
        (await _loci.RunWithInputAsync("{\"text\":\"The fox lives by the river.\"}\n{\"text\":\"Kettles whistle when the water boils.\"}\n", "remember", "-", "--memory", "m.loci", "--model", TinyModel.Folder, "--json")).Json();
        var picks = (await _loci.RunAsync("select", "--memory", "m.loci", "--prompt", "Where does the fox live?", "--count", "2", "--json")).Json().GetProperty("selected");
        Assert.Equal(2, picks.GetArrayLength());
        Assert.Equal("The fox lives by the river.", picks[0].GetProperty("text").GetString());
        Assert.Equal("stdin#1", picks[0].GetProperty("document").GetString());
        Assert.True(picks[0].GetProperty("id").GetInt64() >= 0);
        Assert.True(picks[1].GetProperty("uncertainty").GetDouble() <= picks[0].GetProperty("uncertainty").GetDouble());
    }

    [Fact]
    public async Task Chunks_are_no_longer_than_the_models_context_unless_that_is_asked_for()
    {
        _loci.Write("long.txt", string.Concat(Enumerable.Range(0, 400).Select(i => $"The fox counts {i} geese by the river. ")));
        foreach (var file in Directory.GetFiles(TinyModel.Folder, "*.json")) _loci.Write($"short/{Path.GetFileName(file)}", (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\"max_position_embeddings\": 512", "\"max_position_embeddings\": 128", StringComparison.Ordinal));
        async Task<long> ChunksAsync(string memory, params string[] more) =>
            Number((await _loci.RunAsync([.. (string[])["remember", "long.txt", "--memory", memory, "--model", _loci.At("short"), "--json"], .. more])).Json(), "chunks");
        var (plain, asked, longer) = (await ChunksAsync("a.loci"), await ChunksAsync("b.loci", "--chunk-tokens", "128"), await ChunksAsync("c.loci", "--chunk-tokens", "512"));
        Assert.Equal(asked, plain);
        Assert.True(longer < plain, $"{longer} chunks of 512 tokens, {plain} of the context's length");
    }

    [Fact]
    public async Task A_memory_named_alone_is_found_under_home()
    {
        Directory.CreateDirectory(Path.Combine(_loci.Home, "memories"));
        _loci.Write("a.txt", "The fox lives by the river.");
        (await _loci.RunAsync("remember", "a.txt", "--memory", Path.Combine(_loci.Home, "memories", "wood.loci"), "--model", TinyModel.Folder, "--json")).Json();
        Assert.Equal(1, Number((await _loci.RunAsync("memory", "show", "--memory", "wood", "--json")).Json(), "documents"));
    }

    [Fact]
    public async Task A_memory_is_opened_with_the_embedder_it_records()
    {
        using var embedder = new LexicalEmbedder(new LexicalOptions { Bigrams = false, ShortestCharacters = 3, LongestCharacters = 5 });
        await MakeAsync(embedder);
        var picks = (await _loci.RunAsync("select", "--memory", "m.loci", "--prompt", "foxes", "--count", "1", "--json")).Json().GetProperty("selected");
        Assert.Equal("The fox lives by the river.", picks[0].GetProperty("text").GetString()); // found by runs of characters only
        _loci.Write("b.txt", "The owl sleeps by day.");
        Assert.Equal(1, Number((await _loci.RunAsync("remember", "b.txt", "--memory", "m.loci", "--model", TinyModel.Folder, "--json")).Json(), "documents"));
        Assert.Equal(embedder.Identity, (await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json().GetProperty("embedder").GetString());
    }

    [Fact]
    public async Task A_memory_made_with_an_embedder_that_is_not_known_is_refused()
    {
        using var embedder = new ForeignEmbedder();
        await MakeAsync(embedder);
        _loci.Write("b.txt", "The owl sleeps by day.");
        (await _loci.RunAsync("select", "--memory", "m.loci", "--prompt", "fox", "--json")).Refused(2, embedder.Identity);
        (await _loci.RunAsync("remember", "b.txt", "--memory", "m.loci", "--model", TinyModel.Folder, "--json")).Refused(2, embedder.Identity);
        Assert.Equal(1, Number((await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json(), "documents"));
    }

    [Fact]
    public async Task A_memory_whose_making_was_broken_off_is_made()
    {
        _loci.Write("m.loci/memory.db", "");
        _loci.Write("a.txt", "The fox lives by the river.");
        Assert.Equal(1, Number((await _loci.RunAsync("remember", "a.txt", "--memory", "m.loci", "--model", TinyModel.Folder, "--json")).Json(), "documents"));
    }

    private async Task MakeAsync(IEmbedder embedder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var memory = await Memory.OpenAsync(_loci.At("m.loci"), embedder, new MemoryOptions { Create = true }, cancellation);
        const string Text = "The fox lives by the river.";
        Assert.True(await memory.AddAsync(new DocumentRecord("a.txt", Text, null), [new Chunk(Text, 7)], cancellation));
    }

    private static long Number(System.Text.Json.JsonElement answer, string key) => answer.GetProperty(key).GetInt64();

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
