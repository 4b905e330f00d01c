using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Many requests while workers are killed, clients leave and deadlines pass: every answer is right or an honest error, and memory stays flat.</summary>
internal static class EndureCommand
{
    private const int WarmUp = 50;
    private static readonly HashSet<int> Honest = [200, 408, 429, 503];

    public static Command Make()
    {
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 1000 };
        var kills = new Option<int>("--kills") { Description = "Workers killed on the way.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("endure", "A thousand requests with failures among them.") { requests, kills, seed };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(requests), parsed.GetValue(kills), new Random(parsed.GetValue(seed)));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int requests, int kills, Random random)
    {
        await using var server = await LoadServer.StartAsync();
        using var client = server.Client(0);
        var expected = Posting.Essence((await client.PostAsync("/v1/completions", Posting.Completion("The pump in hall", 4, 2))).Body);
        for (var i = 1; i <= WarmUp; i++) await RequestAsync(client, -i, random); // the same mix as is measured: what fifty chunks need is there before
        var before = server.Resident();
        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        var killAt = Enumerable.Range(1, kills).Select(kill => kill * requests / (kills + 2)).ToHashSet(); // the last stretch is without, so that memory can be compared
        var longestGap = TimeSpan.Zero;
        for (var i = 0; i < requests; i++)
        {
            if (killAt.Contains(i)) longestGap = Max(longestGap, await KillAsync(server, client, statuses));
            else Count(statuses, await RequestAsync(client, i, random));
        }
        var after = server.Resident();
        var again = Posting.Essence((await client.PostAsync("/v1/completions", Posting.Completion("The pump in hall", 4, 2))).Body);
        Console.WriteLine($"{requests} requests, {kills} workers killed: {string.Join(", ", statuses.OrderBy(status => status.Key, StringComparer.Ordinal).Select(status => $"{status.Key} {status.Value}"))}; longest gap after a kill {longestGap.TotalSeconds:0.0} s; resident {before / 1e6:0} MB after {WarmUp} warm-up requests, {after / 1e6:0} MB at the end; the first answer again: {(again == expected ? "the same" : "ANOTHER")}.");
        BrokenPromiseException.Unless(again == expected, "An answer changed.");
        BrokenPromiseException.Unless(after - before < Math.Max(before / 50, 50_000_000), "Memory grew.");
        BrokenPromiseException.Unless(longestGap < TimeSpan.FromSeconds(10), "A worker took too long to come back.");
    }

    /// <summary>One request in ten is left by its client, one in ten has a deadline that passes; the others are tuned or plain.</summary>
    private static async Task<string> RequestAsync(HttpClient client, int number, Random random)
    {
        var body = Posting.Completion($"Question {number}: the pump in hall", 4, random.Next(3));
        using var leaving = new CancellationTokenSource();
        switch (random.Next(10))
        {
            case 0:
                body = Posting.Completion($"Question {number}: the pump in hall", 4, 50);
                leaving.CancelAfter(random.Next(5, 100));
                break;
            case 1:
                body = Posting.Completion($"Question {number}: the pump in hall", 4, 50);
                body["tuning"]!["timeout_ms"] = random.Next(1, 100);
                break;
        }
        try
        {
            var (status, answer) = await client.PostAsync("/v1/completions", body, leaving.Token);
            BrokenPromiseException.Unless(Honest.Contains(status), $"{status}: {answer.ToJsonString()}");
            return $"{status}";
        }
        catch (OperationCanceledException)
        {
            return "left";
        }
    }

    /// <summary>Kills the worker under a request; gives how long until there is an answer again.</summary>
    private static async Task<TimeSpan> KillAsync(LoadServer server, HttpClient client, Dictionary<string, int> statuses)
    {
        var under = client.PostAsync("/v1/completions", Posting.Completion("A long one: the pump", 4, 100));
        while (JsonNode.Parse(await client.GetStringAsync("/health/live"))!["running"]!.GetValue<int>() == 0) await Task.Yield(); // until the worker is at it
        using (var worker = Process.GetProcessById(server.Workers.Single())) worker.Kill();
        var clock = Stopwatch.StartNew();
        var (status, _) = await under;
        BrokenPromiseException.Unless(status == 503, $"A request whose worker was killed was answered {status}.");
        Count(statuses, "killed 503");
        while ((await client.PostAsync("/v1/completions", Posting.Completion("After: the pump", 1, 0))).Status != 200) await Task.Delay(20);
        return clock.Elapsed;
    }

    private static void Count(Dictionary<string, int> statuses, string status) => statuses[status] = statuses.GetValueOrDefault(status) + 1;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
