using System.CommandLine;
using System.Diagnostics;
using Loci.Server.Load.Enduring;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Many requests while workers are killed, clients leave after each step, deadlines pass, numbers stop being finite and workers throw.</summary>
internal static class EndureCommand
{
    public static Command Make()
    {
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 1000 };
        var kills = new Option<int>("--kills") { Description = "Workers killed on the way.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("endure", "A thousand requests with failures among them.") { requests, kills, seed };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(requests), parsed.GetValue(kills), parsed.GetValue(seed));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int requests, int kills, int seed)
    {
        await using var server = await LoadServer.StartAsync();
        var run = new EndureRun(server, new Random(seed));
        var clock = Stopwatch.StartNew();
        await run.RunAsync(requests, kills, warmUp: 100);
        var (before, after) = run.Resident;
        Console.WriteLine($"{requests} requests: {string.Join(", ", run.Ends.Select(end => $"{end.Value} {end.Key}"))}; longest gap after a kill {run.LongestGap.TotalSeconds:0.0} s; resident {before.Server / 1e6:0} MB of the server and {before.Workers / 1e6:0} of its worker before, {after.Server / 1e6:0} and {after.Workers / 1e6:0} at the end; nothing queued or running at the end, the worker free; the first answer again: the same; {clock.Elapsed.TotalSeconds:0} s.");
        BrokenPromiseException.Unless(after.Server + after.Workers - before.Server - before.Workers < Math.Max((before.Server + before.Workers) / 50, 50_000_000), "Memory grew.");
        BrokenPromiseException.Unless(run.LongestGap < TimeSpan.FromSeconds(10), "A worker took too long to come back.");
    }
}
