using System.Text.Json;
using Loci.Generation;
using Loci.Learning;
using Loci.Models;
using Loci.Torch.Tuning;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Loci.Mcp.Tests;

/// <summary>What a host of the protocol gets from <c>loci mcp</c>.</summary>
public sealed class ToolTests(LociServer server)
{
    private const string Prompt = "The pump in the north hall";

    [Fact]
    public async Task The_tools_say_what_they_do()
    {
        Assert.Equal("loci", server.Client.ServerInfo!.Name);
        var tools = await server.Client.ListToolsAsync(cancellationToken: Token);
        Assert.Equal(["ask", "remember", "select"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.NotEmpty(tool.Description));
        Assert.Equal(["prompt"], Required(tools.Single(tool => tool.Name == "ask"))); // neither progress nor cancellation is an argument
        Assert.Equal(["text", "source"], Required(tools.Single(tool => tool.Name == "remember")));
        Assert.True(tools.Single(tool => tool.Name == "select").ProtocolTool.Annotations!.ReadOnlyHint);
    }

    [Fact]
    public async Task Select_gives_the_most_informative_passages_first()
    {
        var selected = await CallAsync("select", new() { ["prompt"] = Prompt, ["count"] = 3 });
        var passages = selected.GetProperty("passages").EnumerateArray().ToArray();
        Assert.Equal((LociServer.Pump, "note-0"), (passages[0].GetProperty("text").GetString(), passages[0].GetProperty("document").GetString()));
        Assert.Equal(3, passages.Select(passage => passage.GetProperty("id").GetInt64()).Distinct().Count());
        double[] left = [selected.GetProperty("prior").GetDouble(), .. passages.Select(passage => passage.GetProperty("uncertainty").GetDouble())];
        Assert.True(left[1] < left[0] && left[2] < left[1] && left[3] <= left[2]);
        Assert.Equal(left[^1], selected.GetProperty("uncertainty").GetDouble());
        Assert.True(passages[0].GetProperty("score").GetDouble() > passages[^1].GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task Ask_gives_the_adapted_answer_with_what_was_read_and_tells_its_progress()
    {
        var told = new Told();
        var result = await server.Client.CallToolAsync("ask", new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = Prompt }, told, cancellationToken: Token);
        var answered = Structured(result);
        await using var adapted = await Learner().AdaptAsync(Prompt, cancellationToken: Token);
        Assert.Equal(await adapted.GenerateAsync(Prompt, new GenerationOptions { MaxTokens = 12 }, Token), answered.GetProperty("answer").GetString());
        Assert.NotEqual(TextGeneration.Complete(server.Model, Prompt, new GenerationOptions { MaxTokens = 12 }, Token), answered.GetProperty("answer").GetString());
        Assert.Equal((4, true, false), (answered.GetProperty("steps").GetInt32(), answered.GetProperty("kept").GetBoolean(), answered.GetProperty("complete").GetBoolean()));
        Assert.Equal(adapted.Report.Picks.Select(pick => pick.Id), answered.GetProperty("read").EnumerateArray().Select(passage => passage.GetProperty("id").GetInt64()));
        Assert.True(answered.GetProperty("seconds").GetDouble() > 0);
        Assert.True(answered.GetProperty("lossAfter").GetDouble() < answered.GetProperty("lossBefore").GetDouble());
        Assert.Equal(answered.GetRawText(), JsonDocument.Parse(Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text).RootElement.GetRawText());
        Assert.Equal([1, 2, 3, 4], (await told.UntilAsync(4)).Order()); // the client tells of them in any order; ProcessTests holds the order in which they are sent
    }

    [Fact]
    public async Task Questions_at_once_do_not_touch_each_other()
    {
        string[] prompts = [Prompt, "Kettles whistle when", "The village"];
        var alone = new List<string>();
        foreach (var prompt in prompts) alone.Add(await AskAsync(prompt));
        Assert.Equal(3, alone.Distinct().Count());
        Assert.Equal(alone, await Task.WhenAll(prompts.Select(AskAsync)));
    }

    [Fact]
    public async Task A_cancelled_question_ends_and_leaves_nothing_behind()
    {
        var before = await AskAsync(Prompt);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = new Told();
        var asked = server.Client.CallToolAsync("ask", new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = Prompt, ["maxTokens"] = 1_000_000 }, told, cancellationToken: source.Token).AsTask();
        await told.UntilAsync(2);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(before, await AskAsync(Prompt));
    }

    [Fact]
    public async Task What_cannot_be_done_is_a_tool_error_in_words()
    {
        await RefusedAsync("select", new() { ["prompt"] = " " }, "prompt: expected a text");
        await RefusedAsync("select", new() { ["prompt"] = "x", ["count"] = 0 }, "between 1 and 100, found 0");
        await RefusedAsync("ask", new() { ["prompt"] = string.Concat(Enumerable.Repeat("pump and hall ", 300)) }, "512 tokens");
        await RefusedAsync("ask", new() { ["prompt"] = "x", ["maxTokens"] = -1 }, "MaxTokens");
        await RefusedAsync("remember", new() { ["text"] = "", ["source"] = "x" }, "text: expected");
        await RefusedAsync("remember", new() { ["text"] = "x", ["source"] = "" }, "source: expected");
        await RefusedAsync("select", [], "select");
    }

    private async Task RefusedAsync(string tool, Dictionary<string, object?> arguments, string words)
    {
        var result = await server.Client.CallToolAsync(tool, arguments, cancellationToken: Token);
        Assert.True(result.IsError);
        var message = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Folder, message, StringComparison.Ordinal);
    }

    private TestTimeLearner Learner() => new(server.Model, server.Memory, new DampedTuner(), new LearnerOptions { Guard = false, Retrieval = new RetrievalOptions { Count = 4 } });

    private async Task<string> AskAsync(string prompt) => (await CallAsync("ask", new() { ["prompt"] = prompt })).GetProperty("answer").GetString()!;

    private async Task<JsonElement> CallAsync(string tool, Dictionary<string, object?> arguments) => Structured(await server.Client.CallToolAsync(tool, arguments, cancellationToken: Token));

    private static JsonElement Structured(CallToolResult result)
    {
        Assert.True(result.IsError is not true, result.Content is [TextContentBlock text] ? text.Text : "a tool error");
        return result.StructuredContent!.Value;
    }

    private static IEnumerable<string?> Required(McpClientTool tool) => tool.JsonSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString());

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
