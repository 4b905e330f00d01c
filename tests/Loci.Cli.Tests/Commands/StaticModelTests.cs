using Loci.Cli.Tests.Support;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

/// <summary>Memories whose texts are compared by a static model.</summary>
public sealed class StaticModelTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public StaticModelTests() => _loci.Write("d.jsonl", "{\"text\":\"The fox lives by the river.\"}\n{\"text\":\"Kettles whistle when water boils.\"}\n");

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_memory_finds_its_static_model_again_under_home()
    {
        StaticFolder.Make(Path.Combine(_loci.Home, "models", "another"), seed: 2);
        StaticFolder.Make(Path.Combine(_loci.Home, "models", "static"));
        EncoderFolder.Make(Path.Combine(_loci.Home, "models", "bert"));
        await RememberAsync("static");
        Directory.Move(Path.Combine(_loci.Home, "models", "static"), Path.Combine(_loci.Home, "models", "renamed"));
        await AssertFoundAsync();
        var shown = (await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json();
        Assert.StartsWith("static/1:", shown.GetProperty("embedder").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_static_model_elsewhere_is_named_again()
    {
        var folder = StaticFolder.Make(_loci.At("elsewhere"));
        await RememberAsync(folder);
        (await _loci.RunAsync(Select())).Refused(2, "static/1:", "LOCI_HOME/models", "--embedder");
        (await _loci.RunAsync(Select("--embedder", StaticFolder.Make(_loci.At("other"), seed: 2)))).Refused(2, "m.loci", "made with the embedder");
        await AssertFoundAsync("--embedder", folder);
    }

    [Fact]
    public async Task The_published_model_serves_as_one()
    {
        var published = Environment.GetEnvironmentVariable("LOCI_MODELS") is { Length: > 0 } models ? Path.Combine(Path.GetFullPath(models), "bge-base-m2v-64-vq128") : null;
        Assert.SkipUnless(Directory.Exists(published), "LOCI_MODELS names no folder with bge-base-m2v-64-vq128.");
        await RememberAsync(published!);
        await AssertFoundAsync("--embedder", published!);
    }

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
