using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Observing;

/// <summary>What a real server sends to a collector of OpenTelemetry: spans and measures by the conventions for generative AI, and no word of what was asked.</summary>
public sealed class CollectorTests : IDisposable
{
    private const string Secret = "the zebra wq7 crossed bridge nine";

    private readonly LociFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Spans_and_measures_arrive_and_hold_no_text()
    {
        await using var collector = await Collector.StartAsync();
        foreach (var (name, value) in new[] { ("ENDPOINT", collector.Endpoint), ("PROTOCOL", "http/protobuf") }) _folder.Environment[$"OTEL_EXPORTER_OTLP_{name}"] = value;
        _folder.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        _folder.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        await using var server = await ServerProcess.StartAsync(_folder, "--memory", _folder.At("own.loci"), "--create-memory");
        using var client = server.Client();
        await client.AskAsync("/v1/memory/documents", new JsonObject { ["documents"] = new JsonArray(new JsonObject { ["source"] = "zebras", ["text"] = $"It is said that {Secret}." }) });
        var answer = await client.AskAsync("/v1/chat/completions", Bodies.Chat($"Is it true that {Secret}", 5, new JsonObject { ["count"] = 2, ["guard"] = false }));
        await collector.UntilAsync(() => collector.Spans.Any(span => span.Name == "chat loci-small") && collector.Measures.Any(measure => measure.Name == "gen_ai.server.request.duration"));

        var span = collector.Spans.First(span => span.Name == "chat loci-small");
        Assert.Equal(("Loci.Server", "chat", "loci", "loci-small"), (span.Scope, span.Attributes["gen_ai.operation.name"], span.Attributes["gen_ai.provider.name"], span.Attributes["gen_ai.request.model"]));
        Assert.All(collector.Services, service => Assert.Equal("loci", service));
        Assert.True(Sum(collector, "gen_ai.server.request.duration") > 0);
        Assert.InRange(Sum(collector, "gen_ai.server.time_to_first_token"), 1e-4, Sum(collector, "gen_ai.server.request.duration"));
        Assert.Equal(answer["usage"]!["completion_tokens"]!.GetValue<int>(), Sum(collector, "gen_ai.client.token.usage", ("gen_ai.token.type", "output")));
        Assert.Equal(answer["usage"]!["prompt_tokens"]!.GetValue<int>(), Sum(collector, "gen_ai.client.token.usage", ("gen_ai.token.type", "input")));
        Assert.Contains(collector.Measures, measure => measure.Name == "loci.tuning.steps");
        Assert.Contains(collector.Measures, measure => measure.Name == "loci.jobs.queued");
        foreach (var word in (string[])[Secret, "zebra", "Is it true"]) Assert.DoesNotContain(word, collector.Everything, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The newest sum of a measure: what is sent is what has come together since the start.</summary>
    private static double Sum(Collector collector, string name, (string Name, string Value)? tag = null) =>
        collector.Measures.Last(measure => measure.Name == name && (tag is not { } wanted || measure.Attributes.GetValueOrDefault(wanted.Name) == wanted.Value)).Sum;
}
