using Loci.Cli.Tests.Support;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

/// <summary>Memories whose texts are compared by an encoder.</summary>
public sealed class EncoderTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public EncoderTests() => _loci.Write("d.jsonl", "{\"text\":\"The fox lives by the river.\"}\n{\"text\":\"Kettles whistle when water boils.\"}\n");

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_memory_finds_its_encoder_again_under_home()
    {
        EncoderFolder.Make(Path.Combine(_loci.Home, "models", "tiny-bert"));
        EncoderFolder.Make(Path.Combine(_loci.Home, "models", "another"), "roberta");
        await RememberAsync("tiny-bert");
        Directory.Move(Path.Combine(_loci.Home, "models", "tiny-bert"), Path.Combine(_loci.Home, "models", "renamed"));
        await AssertFoundAsync();
        var shown = (await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json();
        Assert.StartsWith("encoder-mean/1:", shown.GetProperty("embedder").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encoder_elsewhere_is_named_again()
    {
        var folder = EncoderFolder.Make(_loci.At("elsewhere"));
        await RememberAsync(folder);
        (await _loci.RunAsync(Select())).Refused(2, "encoder-mean/1:", "LOCI_HOME/models", "--embedder");
        await AssertFoundAsync("--embedder", folder);
    }

    [Fact]
    public async Task Another_embedder_than_the_memory_s_is_refused()
    {
        var (bert, roberta) = (EncoderFolder.Make(_loci.At("a")), EncoderFolder.Make(_loci.At("b"), "roberta"));
        await RememberAsync(bert);
        (await _loci.RunAsync(Select("--embedder", roberta))).Refused(2, "m.loci", "made with the embedder");
        (await _loci.RunAsync("remember", "d.jsonl", "--memory", "words.loci", "--model", TinyModel.Folder, "--json")).Json();
        (await _loci.RunAsync("remember", "d.jsonl", "--memory", "words.loci", "--model", TinyModel.Folder, "--embedder", bert, "--json")).Refused(2, "lexical-words-bigrams/1", "encoder-mean/1:");
    }

    [Fact]
    public async Task What_is_no_encoder_is_refused_and_no_memory_made()
    {
        (await _loci.RunAsync("remember", "d.jsonl", "--memory", "m.loci", "--model", TinyModel.Folder, "--embedder", TinyModel.Folder, "--json")).Refused(2, "bert, roberta", "llama");
        (await _loci.RunAsync("remember", "d.jsonl", "--memory", "m.loci", "--model", TinyModel.Folder, "--embedder", "nowhere", "--json")).Refused(2, "nowhere");
        Assert.False(Directory.Exists(_loci.At("m.loci")));
    }

    [Fact]
    public async Task An_encoder_is_no_language_model() =>
        (await _loci.RunAsync("score", "d.jsonl", "--model", EncoderFolder.Make(_loci.At("a")), "--json")).Refused(2, "encoder", "bert");

    private async Task RememberAsync(string embedder)
    {
        var answer = (await _loci.RunAsync("remember", "d.jsonl", "--memory", "m.loci", "--model", TinyModel.Folder, "--embedder", embedder, "--json")).Json();
        Assert.Equal(2, answer.GetProperty("documents").GetInt32());
    }

    private async Task AssertFoundAsync(params string[] options)
    {
        var picks = (await _loci.RunAsync(Select(options))).Json().GetProperty("selected");
        Assert.Equal("Kettles whistle when water boils.", picks[0].GetProperty("text").GetString());
    }

    private static string[] Select(params string[] options) =>
        ["select", "--memory", "m.loci", "--prompt", "Kettles whistle when water boils.", "--count", "1", "--json", .. options];
}
