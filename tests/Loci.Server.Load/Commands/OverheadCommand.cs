using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;
using Loci.Server.Load.Timing;

namespace Loci.Server.Load.Commands;

/// <summary>What the server itself costs a request, with many connections and beside the same call of the library.</summary>
internal static class OverheadCommand
{
    public static Command Make()
    {
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64 };
        var requests = new Option<int>("--requests") { Description = "Of each kind.", DefaultValueFactory = _ => 5000 };
        var command = new Command("overhead", "Latency with many connections, beside the library's.") { connections, requests };
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
        using var model = LocalModel.Load();
        await TokenizeAsync(server, 1, requests);
        await TokenizeAsync(server, connections, requests);
        var run = new OverheadRun(server, model);
        var kept = true;
        foreach (var (name, request) in new (string, Func<int, (string, JsonObject)>)[] { ("/v1/completions", OverheadRun.Completion), ("/v1/chat/completions", OverheadRun.Chat) })
        {
            var (library, asked) = await run.InTurnAsync(requests / 10, request);
            Tell($"{name}, one token, in turn with the library: library", library);
            Tell("  server, at the client", asked.Select(one => one.Wall));
            Tell("  server's worker", asked.Select(one => one.Generate));
            Tell("  server, without waiting and computing", asked.Select(one => one.Overhead));
            var many = await run.ManyAsync(connections, requests / 5, request);
            Tell($"{name}, one token, {connections} connections: at the client", many.Select(one => one.Wall));
            Tell("  waiting", many.Select(one => one.Queue));
            Tell("  computing", many.Select(one => one.Generate));
            Tell("  without waiting and computing", many.Select(one => one.Overhead));
            kept &= Posting.Quantile(many.Select(one => one.Overhead), 0.5) < 5 && Posting.Quantile(many.Select(one => one.Overhead), 0.99) < 20;
        }
        BrokenPromiseException.Unless(kept, "The server costs more than 5 ms at p50 or 20 ms at p99.");
    }

    private static void Tell(string what, IEnumerable<double> milliseconds)
    {
        double[] all = [.. milliseconds];
        Console.WriteLine($"{what}: p10 {Posting.Quantile(all, 0.1):0.00}, p50 {Posting.Quantile(all, 0.5):0.00}, p99 {Posting.Quantile(all, 0.99):0.00} ms.");
    }

    private static async Task TokenizeAsync(LoadServer server, int connections, int requests)
    {
        using var client = server.Client(0);
        var times = new double[requests];
        var next = -1;
        for (var i = 0; i < 20; i++) await client.PostAsync("/tokenize", Body(-i));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < requests;)
            {
                var began = clock.Elapsed;
                var (status, _) = await client.PostAsync("/tokenize", Body(i));
                BrokenPromiseException.Unless(status == 200, $"/tokenize answered {status}.");
                times[i] = (clock.Elapsed - began).TotalMilliseconds;
            }
        })));
        Console.WriteLine($"{connections} connections, /tokenize: p50 {Posting.Quantile(times, 0.5):0.00} ms, p99 {Posting.Quantile(times, 0.99):0.00} ms, {requests / clock.Elapsed.TotalSeconds:0} requests/s.");

        static JsonObject Body(int i) => new() { ["prompt"] = $"The pump {i}" };
    }
}
