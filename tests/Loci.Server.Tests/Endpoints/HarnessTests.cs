using System.Text;
using System.Text.Json.Nodes;
using Loci.Scoring;
using Loci.Server.Tests.Support;
using Loci.Torch;

namespace Loci.Server.Tests.Endpoints;

/// <summary>What lm-evaluation-harness asks for (local-completions), and reads.</summary>
public sealed class HarnessTests(SharedServer shared)
{
    private const string Document = "The pump in the hall was replaced last week. After that the pressure rose, and nobody in the workshop could say why it did.";

    [Fact]
    public async Task Its_requests_give_the_bits_per_byte_of_loci_score()
    {
        var file = shared.Folder.Write("scored/document.txt", Document);
        var (code, output, errors) = await shared.Folder.RunAsync("score", file, "--json", "--threads", "1");
        Assert.True(code == 0, errors);
        var expected = JsonNode.Parse(output)!["bpb"]!.GetValue<double>();
        using var client = shared.Client();
        int[] tokens = [Prefix(await client.ReadAsync("/tokenizer_info")), .. await TokenizeAsync(client, Document)];
        var answer = await client.AskAsync("/v1/completions", Request(new JsonArray([.. tokens.Select(token => (JsonNode)token)])));
        var numbers = answer["choices"]![0]!["logprobs"]!["token_logprobs"]!.AsArray();
        Assert.Equal(tokens.Length + 1, numbers.Count); // the prompt and one more, which it throws away
        Assert.Null(numbers[0]);
        var nats = -numbers.Skip(1).SkipLast(1).Sum(number => number!.GetValue<double>());
        Assert.Equal(expected, nats / Math.Log(2) / Encoding.UTF8.GetByteCount(Document), 1e-5);
    }

    [Fact]
    public async Task Long_documents_are_scored_window_by_window()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i}: {Document}\n"));
        using var model = CausalLanguageModel.Load(ModelFolder());
        var expected = TextScorer.Score(model, text, TestContext.Current.CancellationToken);
        using var client = shared.Client();
        int[] tokens = TextScorer.WithPrefix(model, await TokenizeAsync(client, text));
        double nats = 0;
        foreach (var window in RollingWindows.Cut(tokens.Length, model.ContextLength))
        {
            var request = Request(new JsonArray([.. tokens[window.Start..window.End].Select(token => (JsonNode)token)]));
            request["max_tokens"] = 0;
            var numbers = (await client.AskAsync("/v1/completions", request))["choices"]![0]!["logprobs"]!["token_logprobs"]!.AsArray();
            Assert.Equal(window.End - window.Start, numbers.Count);
            nats -= numbers.Skip(window.From - window.Start).Sum(number => number!.GetValue<double>());
        }
        Assert.Equal(expected.BitsPerByte, nats / Math.Log(2) / expected.Bytes, 1e-4);
    }

    [Fact]
    public async Task A_batch_keeps_its_order_and_tells_greedy_by_equal_numbers()
    {
        using var client = shared.Client();
        var texts = new[] { "The pump", "A garden of beans and", "x" };
        var prompts = new List<int[]>();
        foreach (var text in texts) prompts.Add(await TokenizeAsync(client, text));
        var answer = await client.AskAsync("/v1/completions", Request(new JsonArray([.. prompts.Select(prompt => (JsonNode)new JsonArray([.. prompt.Select(token => (JsonNode)token)]))])));
        Assert.Equal(texts.Length, answer["choices"]!.AsArray().Count);
        for (var i = 0; i < texts.Length; i++)
        {
            var choice = answer["choices"]![i]!;
            Assert.Equal(i, choice["index"]!.GetValue<int>());
            var logprobs = choice["logprobs"]!;
            Assert.Equal(prompts[i].Length + 1, logprobs["tokens"]!.AsArray().Count);
            Assert.StartsWith(texts[i], choice["text"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal(choice["text"]!.GetValue<string>(), string.Concat(logprobs["tokens"]!.AsArray().Select(token => token!.GetValue<string>())));
            Assert.Null(logprobs["top_logprobs"]![0]);
            foreach (var (own, top) in logprobs["token_logprobs"]!.AsArray().Zip(logprobs["top_logprobs"]!.AsArray()).Skip(1))
            {
                var likeliest = top!.AsObject().Max(entry => entry.Value!.GetValue<double>());
                Assert.True(own!.GetValue<double>() <= likeliest);
            }
            var drawn = logprobs["token_logprobs"]!.AsArray()[^1]!.GetValue<double>();
            Assert.Equal(drawn, logprobs["top_logprobs"]!.AsArray()[^1]!.AsObject().Max(entry => entry.Value!.GetValue<double>())); // it was drawn greedily
        }
    }

    [Fact]
    public async Task Tokens_go_there_and_back()
    {
        using var client = shared.Client();
        foreach (var text in (string[])["", "The pump.", "Überdruck 漢字 🙂\n\n  x"])
        {
            var tokens = await TokenizeAsync(client, text);
            var back = await client.AskAsync("/detokenize", new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(token => (JsonNode)token)]) });
            Assert.Equal(text, back["prompt"]!.GetValue<string>());
        }
    }

    private static int Prefix(JsonNode info) => (info["bos_token_id"] ?? info["eos_token_id"])!.GetValue<int>();

    private static string ModelFolder() => Path.Combine(AppContext.BaseDirectory, "models", "loci-small");

    private static async Task<int[]> TokenizeAsync(HttpClient client, string text) =>
        [.. (await client.AskAsync("/tokenize", new JsonObject { ["prompt"] = text, ["add_special_tokens"] = false }))["tokens"]!.AsArray().Select(token => token!.GetValue<int>())];

    private static JsonObject Request(JsonNode prompt) => new()
    {
        ["model"] = "loci-small", ["prompt"] = prompt, ["temperature"] = 0, ["max_tokens"] = 1, ["logprobs"] = 1, ["seed"] = 1234, ["echo"] = true,
    };
}
