using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Generation;
using Loci.Models;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Timing;

/// <summary>Time to the first token of a stream without tuning, beside the library's own stream over the same model in this process, in turn.</summary>
/// <param name="server">The server, with one worker and one thread.</param>
/// <param name="model">The same model in this process, with one thread.</param>
internal sealed class FirstTokenRun(LoadServer server, ILanguageModel model)
{
    private const int WarmUp = 5;

    /// <summary>Milliseconds to the first token, of the library and of the server, for prompts of so many tokens.</summary>
    public async Task<(double[] Library, double[] Server)> RunAsync(int rounds, int tokens)
    {
        using var client = server.Client(0);
        var random = new Random(tokens);
        var (library, asked) = (new double[rounds], new double[rounds]);
        for (var i = -WarmUp; i < rounds; i++)
        {
            int[] prompt = [.. Enumerable.Range(0, tokens).Select(_ => random.Next(20, model.Tokenizer.VocabularySize - 20))];
            var (first, second) = (i % 2 == 0 ? await LibraryAsync(prompt) : await ServerAsync(client, prompt), i % 2 == 0 ? await ServerAsync(client, prompt) : await LibraryAsync(prompt));
            if (i >= 0) (library[i], asked[i]) = i % 2 == 0 ? (first, second) : (second, first);
        }
        return (library, asked);
    }

    private async Task<double> LibraryAsync(int[] prompt)
    {
        var began = Stopwatch.GetTimestamp();
        await foreach (var piece in TextGeneration.StreamAsync(model, prompt, new GenerationOptions { MaxTokens = 2, Temperature = 0 }))
        {
            if (piece.Token is not null) return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        throw new BrokenPromiseException("The library gave no token.");
    }

    private static async Task<double> ServerAsync(HttpClient client, int[] prompt)
    {
        var body = new JsonObject
        {
            ["model"] = "loci-small", ["prompt"] = new JsonArray([.. prompt.Select(token => JsonValue.Create(token))]), ["max_tokens"] = 2, ["temperature"] = 0, ["stream"] = true, ["logprobs"] = 0,
            ["tuning"] = new JsonObject { ["enabled"] = false },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        var began = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        double? first = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal)) first ??= Stopwatch.GetElapsedTime(began).TotalMilliseconds; // with log-probabilities every token has its piece
        }
        return first ?? throw new BrokenPromiseException($"The server gave no token: {(int)response.StatusCode}.");
    }
}
