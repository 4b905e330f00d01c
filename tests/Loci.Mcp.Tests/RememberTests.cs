using System.Text.Json;
using Loci.Embedding;
using Loci.Memories;
using Loci.Text;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Loci.Mcp.Tests;

/// <summary>Adding to a memory through the protocol.</summary>
public sealed class RememberTests(LociServer server)
{
    private const string Question = "When do walnuts ripen?";

    [Fact]
    public async Task What_is_remembered_is_found_and_a_memory_with_a_writer_is_only_read()
    {
        using var embedder = new LexicalEmbedder();
        await using var client = await OpenAsync(embedder, async (writer, client) =>
        {
            var message = Assert.IsType<TextContentBlock>(Assert.Single((await RememberAsync(client, "Another note.")).Content)).Text;
            Assert.Contains("shared.loci has a writer already", message, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Folder, message, StringComparison.Ordinal);
            Assert.Equal(LociServer.Pump, await FirstAsync(client, "pump"));
        });
        const string Text = "Walnuts ripen behind the observatory in October.";
        var first = (await RememberAsync(client, Text)).StructuredContent!.Value;
        Assert.Equal(("garden book", 1, true), (first.GetProperty("source").GetString(), first.GetProperty("passages").GetInt32(), first.GetProperty("added").GetBoolean()));
        Assert.False((await RememberAsync(client, Text)).StructuredContent!.Value.GetProperty("added").GetBoolean());
        Assert.Equal(Text, await FirstAsync(client, Question));
        await RememberAsync(client, "Walnuts are cracked in November.", replace: true);
        Assert.Equal("Walnuts are cracked in November.", await FirstAsync(client, Question));
    }

    [Theory]
    [InlineData(false, true, "remember,select")]
    [InlineData(true, true, "select")]
    [InlineData(false, false, "select")]
    public void Tools_are_offered_where_they_can_work(bool readOnly, bool cuts, string names)
    {
        var services = new ServiceCollection();
        services.AddMcpServer().AddLociTools(server.Memory, options: new LociToolOptions { ReadOnly = readOnly, Chunker = cuts ? new Chunker(server.Model.Tokenizer) : null });
        using var provider = services.BuildServiceProvider();
        Assert.Equal(names, string.Join(',', provider.GetServices<McpServerTool>().Select(tool => tool.ProtocolTool.Name).Order(StringComparer.Ordinal)));
    }

    /// <summary>A client of a server over a memory of one note, whose writer is another process until <paramref name="meanwhile"/> is over.</summary>
    private async Task<McpClient> OpenAsync(LexicalEmbedder embedder, Func<Memory, McpClient, Task> meanwhile)
    {
        using var writer = await Memory.OpenAsync(Path.Combine(server.Folder, "shared.loci"), embedder, new MemoryOptions { Create = true }, Token);
        await writer.AddAsync(new DocumentRecord("a", LociServer.Pump), [new Chunk(LociServer.Pump, 20)], Token);
        var client = await server.ConnectAsync("shared.loci");
        await meanwhile(writer, client);
        return client;
    }

    private static async Task<CallToolResult> RememberAsync(McpClient client, string text, bool replace = false) => await client.CallToolAsync(
        "remember", new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = text, ["source"] = "garden book", ["replace"] = replace }, cancellationToken: Token);

    private static async Task<string?> FirstAsync(McpClient client, string prompt)
    {
        var result = await client.CallToolAsync("select", new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = prompt, ["count"] = 1 }, cancellationToken: Token);
        JsonElement selected = result.StructuredContent!.Value;
        return selected.GetProperty("passages")[0].GetProperty("text").GetString();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
