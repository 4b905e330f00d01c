using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Enduring;

/// <summary>Requests with which something goes wrong, one at a time; each has to end as it should.</summary>
/// <param name="server">The server, with one worker.</param>
/// <param name="client">Who asks.</param>
/// <param name="random">Decides what is left to chance.</param>
internal sealed class TroubledRequests(LoadServer server, HttpClient client, Random random)
{
    /// <summary>Steps of a request whose client leaves.</summary>
    public const int Steps = 20;

    private int _leaving;

    /// <summary>The longest that a killed worker's server took to answer again.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Asks; gives how it ended.</summary>
    /// <exception cref="BrokenPromiseException">Not as it should.</exception>
    public Task<string> AskAsync(int number, Trouble trouble) => trouble switch
    {
        Trouble.LeavesAfterStep => LeaveAfterStepAsync(number, _leaving++ % Steps),
        Trouble.LeavesAnyTime => LeaveAsync(number),
        Trouble.Deadline => DeadlineAsync(number),
        Trouble.NotFinite => NotFiniteAsync(number),
        Trouble.Throws => ThrowsAsync(number),
        Trouble.Killed => KillAsync(),
        _ => PlainAsync(number),
    };

    private static JsonObject Request(int number, int picks) => Posting.Completion($"Question {number}: the pump in hall", 4, picks);

    private async Task<string> PlainAsync(int number)
    {
        var (status, answer) = await client.PostAsync("/v1/completions", Request(number, random.Next(3)));
        BrokenPromiseException.Unless(status == 200, $"{status}: {answer.ToJsonString()}");
        return "answered";
    }

    /// <summary>Reads the steps of a stream and leaves after one of them.</summary>
    private async Task<string> LeaveAfterStepAsync(int number, int step)
    {
        var body = Request(number, Steps);
        (body["stream"], body["tuning"]!["return"]) = (true, new JsonArray("progress"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // which come with the first step
        BrokenPromiseException.Unless(response.IsSuccessStatusCode, $"A stream was answered {(int)response.StatusCode}.");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var seen = 0; seen <= step && await reader.ReadLineAsync() is { } line;) seen += line.StartsWith(": tuning step", StringComparison.Ordinal) ? 1 : 0;
        return "left after a step";
    }

    private async Task<string> LeaveAsync(int number)
    {
        using var leaving = new CancellationTokenSource(random.Next(1, 100));
        try
        {
            await client.PostAsync("/v1/completions", Request(number, 50), leaving.Token);
            return "answered";
        }
        catch (OperationCanceledException)
        {
            return "left";
        }
    }

    private async Task<string> DeadlineAsync(int number)
    {
        var body = Request(number, 50);
        body["tuning"]!["timeout_ms"] = random.Next(1, 100);
        var (status, answer) = await client.PostAsync("/v1/completions", body);
        BrokenPromiseException.Unless(status is 200 or 408, $"{status}: {answer.ToJsonString()}");
        return status == 408 ? "too late (408)" : "answered";
    }

    /// <summary>A rate of 10³⁰ takes the weights out of what numbers hold with its first step; the base then answers, and says so.</summary>
    private async Task<string> NotFiniteAsync(int number)
    {
        var body = Request(number, 3);
        (body["tuning"]!["lr"], body["tuning"]!["method"]) = (1e30, "full");
        var (status, answer) = await client.PostAsync("/v1/completions", body);
        BrokenPromiseException.Unless(
            status == 200 && answer["tuning"]!["guard"]!.GetValue<string>() == "broken" && answer["tuning"]!["weights_hash"]!.GetValue<string>() == answer["tuning"]!["base_hash"]!.GetValue<string>(),
            $"Learning with numbers that are not finite was answered {status}: {answer.ToJsonString()}");
        return "not finite, answered by the base";
    }

    private async Task<string> ThrowsAsync(int number)
    {
        var body = Request(number, 1);
        body["tuning"]!["method"] = "no such method";
        var (status, answer) = await client.PostAsync("/v1/completions", body);
        BrokenPromiseException.Unless(status == 400 && Posting.IsError(answer.ToJsonString()), $"{status}: {answer.ToJsonString()}");
        return "refused by the worker (400)";
    }

    /// <summary>Kills the worker under a request, and waits until there is an answer again.</summary>
    private async Task<string> KillAsync()
    {
        await Health.RestAsync(client); // or the worker would be killed under a request that its client has left
        var under = client.PostAsync("/v1/completions", Posting.Completion("A long one: the pump", 4, 100));
        await Health.BusyAsync(client);
        using (var worker = Process.GetProcessById(server.Server.Workers.Single())) worker.Kill();
        var clock = Stopwatch.StartNew();
        var (status, _) = await under;
        BrokenPromiseException.Unless(status == 503, $"A request whose worker was killed was answered {status}.");
        await Condition.HoldsAsync(
            async () => (await client.PostAsync("/v1/completions", Posting.Completion("After: the pump", 1, 0))).Status == 200, "No worker took the place of the one that was killed.");
        LongestGap = clock.Elapsed > LongestGap ? clock.Elapsed : LongestGap;
        return "killed (503)";
    }
}
