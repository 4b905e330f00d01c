using System.CommandLine;
using System.Diagnostics;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>What the server itself costs a request: requests that need no worker, and those of one token beside what the worker takes for them alone.</summary>
internal static class OverheadCommand
{
    public static Command Make()
    {
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64 };
        var requests = new Option<int>("--requests") { Description = "Of each kind.", DefaultValueFactory = _ => 5000 };
        var command = new Command("overhead", "Latency with many connections.") { connections, requests };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(connections), parsed.GetValue(requests));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int connections, int requests)
    {
        await using var server = await LoadServer.StartAsync();
        using var client = server.Client(0);
        await MeasureAsync("one connection, /tokenize", client, 1, requests, (c, i) => c.PostAsync("/tokenize", new System.Text.Json.Nodes.JsonObject { ["prompt"] = $"The pump {i}" }));
        await MeasureAsync($"{connections} connections, /tokenize", client, connections, requests, (c, i) => c.PostAsync("/tokenize", new System.Text.Json.Nodes.JsonObject { ["prompt"] = $"The pump {i}" }));
        await MeasureAsync("one connection, one token", client, 1, requests / 10, (c, i) => c.PostAsync("/v1/completions", Posting.Completion($"The pump {i}", 1, 0)));
        await MeasureAsync($"{connections} connections, one token", client, connections, requests / 10, (c, i) => c.PostAsync("/v1/completions", Posting.Completion($"Hall {i}", 1, 0)));
    }

    private static async Task MeasureAsync(string what, HttpClient client, int connections, int requests, Func<HttpClient, int, Task<(int Status, System.Text.Json.Nodes.JsonNode)>> ask)
    {
        var times = new double[requests];
        var next = -1;
        for (var i = 0; i < 20; i++) await ask(client, -i);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < requests;)
            {
                var began = clock.Elapsed;
                var (status, _) = await ask(client, i);
                BrokenPromiseException.Unless(status == 200, $"{what}: {status}");
                times[i] = (clock.Elapsed - began).TotalMilliseconds;
            }
        })));
        Console.WriteLine($"{what}: p50 {Posting.Quantile(times, 0.5):0.00} ms, p99 {Posting.Quantile(times, 0.99):0.00} ms, {requests / clock.Elapsed.TotalSeconds:0} requests/s.");
    }
}
