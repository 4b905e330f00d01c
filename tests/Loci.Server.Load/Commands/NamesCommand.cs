using System.CommandLine;
using System.Diagnostics;
using Loci.Server.Load.Naming;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Hostile names in every place that takes one.</summary>
internal static class NamesCommand
{
    public static Command Make()
    {
        var command = new Command("names", "Hostile names in every place that takes one.");
        command.SetAction(async (_, _) =>
        {
            await using var server = await LoadServer.StartAsync();
            var run = new NamesRun(server, StrangeNames.All);
            var clock = Stopwatch.StartNew();
            await run.RunAsync();
            Console.WriteLine($"{StrangeNames.All.Count} names in {NamePlaces.All.Count + RawPlace.All.Count} places, {run.Statuses.Values.Sum()} requests: {string.Join(", ", run.Statuses.Select(status => $"{status.Key} {status.Value}"))}; slowest {run.Slowest.TotalMilliseconds:0} ms; {clock.Elapsed.TotalSeconds:0.0} s. Nothing outside of the memory changed; the memory is sound.");
            return 0;
        });
        return command;
    }
}
