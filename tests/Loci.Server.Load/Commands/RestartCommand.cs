using System.CommandLine;
using System.Diagnostics;
using Loci.Server.Load.Restarting;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Kills the server while it learns and remembers, again and again.</summary>
internal static class RestartCommand
{
    public static Command Make()
    {
        var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("restart", "kill -9 of the server under requests and additions.") { kills, seed };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(kills), parsed.GetValue(seed));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int kills, int seed)
    {
        await using var server = await LoadServer.StartAsync();
        var run = new RestartRun(server, new Random(seed));
        var clock = Stopwatch.StartNew();
        await run.RunAsync(kills);
        Console.WriteLine($"{kills} kills: {run.Failed} requests told so by a broken connection, {run.Acknowledged} additions acknowledged, 0 lost, memory sound; workers gone at most {run.LongestOrphan.TotalSeconds:0.00} s after their server; first answer of a new server at most {run.LongestStart.TotalSeconds:0.0} s after its start, loading included; {clock.Elapsed.TotalSeconds:0} s.");
    }
}
