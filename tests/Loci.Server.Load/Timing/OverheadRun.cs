using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Generation;
using Loci.Models;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Timing;

/// <summary>What the server costs a request of one token, beside the same call of the library in this process.</summary>
/// <param name="server">The server, with one worker and one thread.</param>
/// <param name="model">The same model in this process, with one thread.</param>
internal sealed class OverheadRun(LoadServer server, ILanguageModel model)
{
    private static readonly GenerationOptions OneToken = new() { MaxTokens = 1, Temperature = 0 };

    /// <summary>A kind of request, by its number.</summary>
    public static (string Path, JsonObject Body) Completion(int i) => ("/v1/completions", new JsonObject { ["model"] = "loci-small", ["prompt"] = Prompt(i), ["max_tokens"] = 1, ["temperature"] = 0 });

    /// <summary>The same as a conversation.</summary>
    public static (string Path, JsonObject Body) Chat(int i) =>
        ("/v1/chat/completions", new JsonObject { ["model"] = "loci-small", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Prompt(i) }), ["max_tokens"] = 1, ["temperature"] = 0 });

    /// <summary>Requests over many connections at once.</summary>
    public async Task<ServerTimes[]> ManyAsync(int connections, int requests, Func<int, (string Path, JsonObject Body)> request)
    {
        using var client = server.Client(0);
        var times = new ServerTimes[requests];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(lane => AskAsync(client, request(1_000_000 + lane)))); // every connection is there
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < requests;) times[i] = await AskAsync(client, request(i));
        })));
        return times;
    }

    /// <summary>The call of the library and the request in turn, one at a time.</summary>
    /// <returns>Milliseconds of each call, and the times of each request.</returns>
    public async Task<(double[] Library, ServerTimes[] Server)> InTurnAsync(int rounds, Func<int, (string Path, JsonObject Body)> request)
    {
        using var client = server.Client(0);
        var (library, asked) = (new double[rounds], new ServerTimes[rounds]);
        for (var i = -20; i < rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            TextGeneration.Complete(model, Prompt(i), OneToken);
            var called = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var times = await AskAsync(client, request(i));
            if (i >= 0) (library[i], asked[i]) = (called, times);
        }
        return (library, asked);
    }

    /// <summary>Prompts unlike each other: identical ones in flight would be computed once.</summary>
    private static string Prompt(int i) => $"The pump in hall {i} was";

    private static async Task<ServerTimes> AskAsync(HttpClient client, (string Path, JsonObject Body) request)
    {
        using var content = new StringContent(request.Body.ToJsonString(), Encoding.UTF8, "application/json");
        var began = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(request.Path, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        BrokenPromiseException.Unless(response.IsSuccessStatusCode && answer.Length > 0, $"{request.Path} answered {(int)response.StatusCode}.");
        return ServerTimes.Of(response, wall);
    }
}
