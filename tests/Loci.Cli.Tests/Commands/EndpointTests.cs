using System.Text;
using Loci.Cli.Tests.Support;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

/// <summary>Memories whose texts are compared by a model behind an endpoint.</summary>
public sealed class EndpointTests : IDisposable
{
    private const string Key = "sk-very-secret";

    private readonly LociProgram _loci = new() { Variables = { ["OPENAI_API_KEY"] = Key, ["OPENAI_BASE_URL"] = "" } };

    public EndpointTests() => _loci.Write("d.jsonl", "{\"text\":\"The fox lives by the river.\"}\n{\"text\":\"Kettles whistle when water boils.\"}\n");

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_memory_finds_its_endpoint_again_and_keeps_no_key()
    {
        await using var server = new EmbeddingServer { Key = Key };
        (await RememberAsync(server)).Json();
        var picks = (await SelectAsync()).Json().GetProperty("selected");
        Assert.Equal("Kettles whistle when water boils.", picks[0].GetProperty("text").GetString());
        Assert.Equal(["Kettles whistle when water boils."], server.Requests.Last().Texts); // the dimensions were known: nothing else was asked
        Assert.Equal(3, server.Requests.Count);
        var shown = (await _loci.RunAsync("memory", "show", "--memory", "m.loci", "--json")).Json();
        Assert.Equal($"openai/1:letters@{server.Endpoint}:26", shown.GetProperty("embedder").GetString());
        Assert.All(Directory.GetFiles(_loci.At("m.loci"), "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) < 0, file));
        _loci.Variables["OPENAI_BASE_URL"] = $"{server.Endpoint}/";
        (await _loci.RunAsync("remember", "d.jsonl", "--memory", "n.loci", "--model", TinyModel.Folder, "--embedder", "openai:letters", "--json")).Json();
        shown = (await _loci.RunAsync("memory", "show", "--memory", "n.loci", "--json")).Json();
        Assert.Equal($"openai/1:letters@{server.Endpoint}:26", shown.GetProperty("embedder").GetString());
    }

    [Fact]
    public async Task Without_a_key_it_is_said_what_to_set()
    {
        _loci.Variables["OPENAI_API_KEY"] = "";
        (await RememberAsync("openai:text-embedding-3-small")).Refused(2, "OPENAI_API_KEY", "https://api.openai.com/v1");
        await using var server = new EmbeddingServer { Key = "another" };
        (await RememberAsync(server)).Refused(2, "OPENAI_API_KEY", "401");
        _loci.Variables["OPENAI_API_KEY"] = Key;
        var refused = await RememberAsync(server);
        refused.Refused(2, "OPENAI_API_KEY", "401");
        Assert.DoesNotContain(Key, refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_loci.At("m.loci")));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var server = new EmbeddingServer();
        var endpoint = server.Endpoint;
        await server.DisposeAsync();
        (await RememberAsync($"openai:letters@{endpoint}")).Refused(1, $"{endpoint}", "cannot be reached");
    }

    [Fact]
    public async Task An_endpoint_elsewhere_that_a_memory_names_is_sent_nothing_unasked()
    {
        using (var embedder = await OpenAI.OpenAIEmbedder.OpenAsync(OpenAI.OpenAIModel.FromIdentity("openai/1:letters@http://elsewhere.invalid/v1:26")!, cancellationToken: TestContext.Current.CancellationToken))
            (await Memories.Memory.OpenAsync(_loci.At("m.loci"), embedder, new Memories.MemoryOptions { Create = true }, TestContext.Current.CancellationToken)).Dispose();
        (await SelectAsync()).Refused(2, "http://elsewhere.invalid/v1", "--embedder openai:letters@http://elsewhere.invalid/v1", "OPENAI_API_KEY");
    }

    [Theory]
    [InlineData("openai:", "openai:MODEL@URL")]
    [InlineData("openai:m@host/v1", "http://")]
    [InlineData("openai:m@https://user:secret@host.example/v1", "OPENAI_API_KEY")]
    public async Task What_cannot_be_an_endpoint_is_refused(string embedder, string expected) => (await RememberAsync(embedder)).Refused(2, expected);

    private Task<Outcome> RememberAsync(EmbeddingServer server) => RememberAsync($"openai:letters@{server.Endpoint}");

    private Task<Outcome> RememberAsync(string embedder) => _loci.RunAsync("remember", "d.jsonl", "--memory", "m.loci", "--model", TinyModel.Folder, "--embedder", embedder, "--json");

    private Task<Outcome> SelectAsync() => _loci.RunAsync("select", "--memory", "m.loci", "--prompt", "Kettles whistle when water boils.", "--count", "1", "--json");
}
