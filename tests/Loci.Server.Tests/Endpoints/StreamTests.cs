using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>Streams as they stand on the wire: what strict and careless clients rely on.</summary>
public sealed class StreamTests(SharedServer shared)
{
    private const string Prompt = "The pump in hall 5 was replaced in";

    [Fact]
    public async Task A_tuned_stream_tells_progress_in_comments_and_the_tuning_on_the_last_piece()
    {
        using var client = shared.Client();
        var body = Bodies.Chat(Prompt, 5, new JsonObject { ["count"] = 3, ["return"] = new JsonArray("selection", "progress") });
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        var stream = await RawStream.ReadAsync(client, "/v1/chat/completions", body);
        Assert.Equal(("text/event-stream", "no", false), (stream.ContentType, stream.Buffering, stream.Broken));
        Assert.All(stream.Lines, line => Assert.True(line.StartsWith("data: ", StringComparison.Ordinal) || line.StartsWith(": ", StringComparison.Ordinal), line)); // no named events
        Assert.Equal(3, stream.Comments.Count);
        Assert.Equal("data: [DONE]", stream.Lines[^1]);
        var (last, usage) = (stream.Chunks[^2], stream.Chunks[^1]);
        Assert.Equal("length", last["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(3, last["tuning"]!["steps"]!.GetValue<int>());
        Assert.Empty(usage["choices"]!.AsArray());
        Assert.Equal(5, usage["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal(last["tuning"]!.ToJsonString(), usage["tuning"]!.ToJsonString());
        Assert.All(stream.Chunks.SkipLast(2), chunk => Assert.Null(chunk["tuning"]));
        Assert.Single(stream.Chunks.Select(chunk => chunk["system_fingerprint"]!.GetValue<string>()).Distinct());
        body["stream"] = false;
        body.Remove("stream_options");
        Assert.Equal((await client.AskAsync("/v1/chat/completions", body)).Text(), string.Concat(stream.Chunks.SkipLast(1).Select(chunk => chunk["choices"]![0]!["delta"]!["content"]?.GetValue<string>())));
    }

    [Fact]
    public async Task Without_usage_every_chunk_has_a_choice()
    {
        using var client = shared.Client();
        var stream = await RawStream.ReadAsync(client, "/v1/completions", Bodies.Completion(Prompt, 4).With("stream", true).With("echo", true).With("logprobs", 2));
        Assert.All(stream.Chunks, chunk => Assert.Single(chunk["choices"]!.AsArray()));
        var whole = (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 4).With("echo", true).With("logprobs", 2)))["choices"]![0]!;
        Assert.Equal(whole["text"]!.GetValue<string>(), string.Concat(stream.Chunks.Select(chunk => chunk["choices"]![0]!["text"]!.GetValue<string>())));
        foreach (var list in (string[])["tokens", "token_logprobs", "text_offset"])
        {
            var pieces = stream.Chunks.SelectMany(chunk => chunk["choices"]![0]!["logprobs"]?[list]!.AsArray() ?? []).Select(entry => entry?.ToJsonString());
            Assert.Equal(whole["logprobs"]![list]!.AsArray().Select(entry => entry?.ToJsonString()), pieces);
        }
    }

    [Fact]
    public async Task Several_choices_come_whole_each()
    {
        using var client = shared.Client();
        var body = Bodies.Chat(Prompt, 6).With("n", 3).With("temperature", 1).With("seed", 5);
        var whole = await client.AskAsync("/v1/chat/completions", body);
        var stream = await RawStream.ReadAsync(client, "/v1/chat/completions", body.With("stream", true));
        for (var i = 0; i < 3; i++)
        {
            var pieces = stream.Chunks.Select(chunk => chunk["choices"]![0]!).Where(choice => choice["index"]!.GetValue<int>() == i).ToArray();
            Assert.Equal("assistant", pieces[0]["delta"]!["role"]!.GetValue<string>());
            Assert.Equal(whole["choices"]![i]!["message"]!["content"]!.GetValue<string>(), string.Concat(pieces.Select(piece => piece["delta"]!["content"]?.GetValue<string>())));
            Assert.Single(pieces, piece => piece["finish_reason"] is not null);
        }
        Assert.Equal(3, whole["choices"]!.AsArray().Select(choice => choice!["message"]!["content"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task What_fails_before_the_first_piece_is_a_status()
    {
        using var client = shared.Client();
        var (response, body) = await client.PostAsync("/v1/chat/completions", Bodies.Chat(Prompt, 4, new JsonObject { ["method"] = "magic" }).With("stream", true));
        using (response) Assert.Equal((400, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Contains("full, lora or head", body.Error()["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_before_it()
    {
        using var client = shared.Client();
        var whole = (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 12)))["choices"]![0]!["text"]!.GetValue<string>();
        var stop = whole[(whole.Length / 2)..(whole.Length / 2 + 2)];
        var cut = (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 12).With("stop", stop)))["choices"]![0]!;
        Assert.Equal((whole[..whole.IndexOf(stop, StringComparison.Ordinal)], "stop"), (cut["text"]!.GetValue<string>(), cut["finish_reason"]!.GetValue<string>()));
    }
}
