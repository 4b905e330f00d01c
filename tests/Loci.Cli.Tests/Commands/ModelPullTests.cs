using Loci.Cli.Tests.Support;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

public sealed class ModelPullTests : IAsyncDisposable
{
    private readonly LociProgram _loci = new();
    private readonly HubServer _server = new();

    public ModelPullTests()
    {
        _loci.Variables["HF_ENDPOINT"] = _server.Endpoint.AbsoluteUri;
        foreach (var file in Directory.GetFiles(TinyModel.Folder))
            (file.EndsWith(".safetensors", StringComparison.Ordinal) ? _server.Large : _server.Small)[Path.GetFileName(file)] = File.ReadAllBytes(file);
        _server.Small["README.md"] = "---\ntags: [stories]\nlicense: mit\n---\n# Tiny\n"u8.ToArray();
        _server.Large["pytorch_model.bin"] = [0x80, 2];
    }

    private string Snapshot => _loci.At("hf", "hub", "models--owner--tiny", "snapshots", HubServer.Commit);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _loci.Dispose();
    }

    [Fact]
    public async Task A_model_is_fetched_once_and_used_by_its_name()
    {
        var first = (await PullAsync()).Json();
        Assert.Equal(("owner/tiny", HubServer.Commit, Snapshot), (first.GetProperty("name").GetString(), first.GetProperty("revision").GetString(), first.GetProperty("folder").GetString()));
        Assert.Equal(first.GetProperty("bytes").GetInt64(), first.GetProperty("downloaded_bytes").GetInt64());
        Assert.Equal(_server.Small.Count + 1, first.GetProperty("files").GetInt32());
        Assert.True(first.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(0, (await PullAsync()).Json().GetProperty("downloaded_bytes").GetInt64());
        _server.Requests.Clear();
        var text = _loci.Write("t.txt", TinyModel.Text);
        var score = (await _loci.RunAsync("score", text, "--model", "owner/tiny", "--json")).Json();
        Assert.Equal("owner/tiny", score.GetProperty("model").GetString());
        Assert.Equal((await _loci.RunAsync("score", text, "--model", TinyModel.Folder, "--json")).Json().GetProperty("bpb").GetDouble(), score.GetProperty("bpb").GetDouble());
        var shown = (await _loci.RunAsync("model", "show", "owner/tiny", "--json")).Json();
        Assert.Equal(("owner/tiny", "mit"), (shown.GetProperty("name").GetString(), shown.GetProperty("licence").GetString()));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Without_the_network_what_was_fetched_serves()
    {
        _loci.Variables["HF_HUB_OFFLINE"] = "1";
        (await PullAsync()).Refused(2, "HF_HUB_OFFLINE", "owner/tiny");
        Assert.Empty(_server.Requests);
        _loci.Variables.Remove("HF_HUB_OFFLINE");
        (await PullAsync()).Json();
        _loci.Variables["HF_HUB_OFFLINE"] = "1";
        Assert.Equal(Snapshot, (await PullAsync()).Json().GetProperty("folder").GetString());
    }

    [Fact]
    public async Task A_refusal_by_the_hub_says_what_to_do()
    {
        _loci.Variables["HF_TOKEN"] = "hf_secret";
        _server.Faults.Enqueue(_ => new HubAnswer { Status = 403 });
        var outcome = await PullAsync();
        outcome.Refused(2, "licence", "HF_TOKEN", "owner/tiny");
        Assert.DoesNotContain("hf_secret", outcome.Errors, StringComparison.Ordinal);
        Assert.All(_server.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("Authorization")));
    }

    [Fact]
    public async Task Wrong_content_fails_and_is_not_kept()
    {
        var wrong = (byte[])_server.Large["model.safetensors"].Clone();
        wrong[^1] ^= 1;
        _server.Faults.Enqueue(request => request is { Storage: true } ? new HubAnswer { Body = wrong } : null);
        (await PullAsync()).Refused(1, "hash", "model.safetensors");
        (await _loci.RunAsync("model", "show", "owner/tiny", "--json")).Refused(2, "owner/tiny");
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails()
    {
        _loci.Variables["HF_ENDPOINT"] = "http://loci-test.invalid";
        (await PullAsync()).Refused(1, "loci-test.invalid");
    }

    [Fact]
    public async Task Pickles_alone_are_refused_before_anything_is_fetched()
    {
        _server.Large.Remove("model.safetensors");
        (await PullAsync()).Refused(2, "pytorch_model.bin", "safetensors");
        Assert.False(Directory.Exists(_loci.At("hf")));
    }

    [Fact]
    public async Task Files_with_hostile_names_are_left_out_and_said()
    {
        _server.Listed.AddRange(HostileNames.All);
        var outcome = await PullAsync();
        outcome.Json();
        Assert.Contains("left out 200 files", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Errors);
        Assert.Equal(["hf"], Directory.GetFileSystemEntries(_loci.At()).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task A_cancelled_pull_is_gone_on_with()
    {
        var content = _server.Large["model.safetensors"];
        _server.Faults.Enqueue(request => request is { Storage: true } ? new HubAnswer { Body = content, CutAfter = content.Length / 2, Hang = true } : null);
        using var process = _loci.Start(["model", "pull", "owner/tiny", "--json"]);
        var partial = _loci.At("hf", "hub", "models--owner--tiny", "blobs", HubServer.Sha256(content) + ".incomplete");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(partial) && new FileInfo(partial).Length == content.Length / 2, TimeSpan.FromMinutes(1)));
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await LociProgram.FinishAsync(process)).Refused(130, "cancelled");
        var rest = (await PullAsync()).Json();
        Assert.Equal(content.Length - content.Length / 2, rest.GetProperty("downloaded_bytes").GetInt64());
    }

    private Task<Outcome> PullAsync() => _loci.RunAsync("model", "pull", "owner/tiny", "--json");
}
