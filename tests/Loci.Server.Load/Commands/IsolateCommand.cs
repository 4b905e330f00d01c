using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Two tenants side by side: every answer is bit for bit that of the same request alone, and the base stays what it was.</summary>
internal static class IsolateCommand
{
    private const int Different = 24; // requests of a tenant, asked again and again

    public static Command Make()
    {
        var parallel = new Option<int>("--parallel") { Description = "Requests of a tenant at once.", DefaultValueFactory = _ => 8 };
        var rounds = new Option<int>("--rounds") { Description = "Requests one after the other in each of these.", DefaultValueFactory = _ => 250 };
        var workers = new Option<int>("--workers") { Description = "Workers of the server.", DefaultValueFactory = _ => 2 };
        var command = new Command("isolate", "Two tenants side by side.") { parallel, rounds, workers };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(parallel), parsed.GetValue(rounds), parsed.GetValue(workers));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int parallel, int rounds, int workers)
    {
        await using var server = await LoadServer.StartAsync("--workers", $"{workers}");
        HttpClient[] clients = [server.Client(0), server.Client(1)];
        var hash = await HashAsync(clients[0]);
        var alone = new string[2, Different];
        for (var tenant = 0; tenant < 2; tenant++)
        {
            for (var i = 0; i < Different; i++) alone[tenant, i] = Posting.Essence(await AskAsync(clients[tenant], Request(i)));
        }
        var canary = Posting.Essence(await AskAsync(clients[1], CanaryRequest()));
        var clock = Stopwatch.StartNew();
        var differing = 0;
        await Task.WhenAll(from tenant in Enumerable.Range(0, 2) from lane in Enumerable.Range(0, parallel) select Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var i = (round * 7 + lane) % Different;
                if (Posting.Essence(await AskAsync(clients[tenant], Request(i))) != alone[tenant, i]) Interlocked.Increment(ref differing);
                if (tenant == 1 && round % 10 == 0 && Posting.Essence(await AskAsync(clients[1], CanaryRequest())) != canary) Interlocked.Increment(ref differing);
            }
        }));
        var after = await HashAsync(clients[0]);
        Console.WriteLine($"{2 * parallel * rounds} answers of 2 tenants, {parallel} at once each, {workers} workers: {differing} differ from the same request alone; base hash {(hash == after ? "unchanged" : "CHANGED")}; {clock.Elapsed.TotalSeconds:0.0} s.");
        BrokenPromiseException.Unless(differing == 0 && hash == after, "Requests are not isolated.");
    }

    /// <summary>Seeds make all requests different but equal where they come again: identical ones in flight would be computed once.</summary>
    private static JsonObject Request(int i) => Posting.Completion($"Question {i}: the pump in bed {i} of the", 4, 1 + i % 2);

    private static JsonObject CanaryRequest()
    {
        var body = Posting.Completion(LoadServer.Canary, 0, 0);
        body["echo"] = true;
        return body;
    }

    private static async Task<JsonNode> AskAsync(HttpClient client, JsonObject body)
    {
        var (status, answer) = await client.PostAsync("/v1/completions", body);
        BrokenPromiseException.Unless(status == 200, $"{status}: {answer.ToJsonString()}");
        return answer;
    }

    private static async Task<string> HashAsync(HttpClient client) => JsonNode.Parse(await client.GetStringAsync("/v1/models/loci-small?verify=true"))!["base_hash"]!.GetValue<string>();
}
