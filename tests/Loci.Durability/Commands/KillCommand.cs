using System.CommandLine;
using System.Diagnostics;
using Loci.Durability.Killing;

namespace Loci.Durability.Commands;

/// <summary>The command that kills writers.</summary>
internal static class KillCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var (seed, work) = (CommonOptions.Seed(), CommonOptions.Work());
        var cycles = new Option<int>("--cycles") { DefaultValueFactory = _ => 1000, Description = "How many writers are started and killed." };
        var chunks = new Option<int>("--chunks") { DefaultValueFactory = _ => 100_000, Description = "How many chunks the memory holds before the first." };
        var deep = new Option<int>("--deep-every") { DefaultValueFactory = _ => 25, Description = "Every how many cycles everything is checked." };
        var limit = new Option<double>("--open-limit") { DefaultValueFactory = _ => 2, Description = "The longest that opening may take, in seconds." };
        var command = new Command("kill", "Kills writers at random moments, and fails where anything acknowledged is lost or anything is half there.") { cycles, chunks, seed, deep, limit, work };
        command.SetAction(async (parsed, stop) =>
        {
            using var folder = new WorkFolder(parsed.GetValue(work));
            var run = new KillRun(new KillOptions
            {
                Work = folder.Path, Cycles = parsed.GetValue(cycles), Chunks = parsed.GetValue(chunks), Seed = parsed.GetValue(seed), DeepEvery = parsed.GetValue(deep),
                OpenLimit = TimeSpan.FromSeconds(parsed.GetValue(limit)),
            });
            return await RunAsync(run, folder, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(KillRun run, WorkFolder folder, CancellationToken stop)
    {
        folder.Keep = true; // should this process be killed itself
        long filling = Stopwatch.GetTimestamp();
        await run.FillAsync(stop);
        Console.Error.WriteLine($"filled in {Stopwatch.GetElapsedTime(filling).TotalSeconds:F0} s");
        long started = Stopwatch.GetTimestamp(), shown = started;
        var summary = await run.RunAsync(
            now =>
            {
                if (Stopwatch.GetElapsedTime(shown) < Pause)
                    return;
                shown = Stopwatch.GetTimestamp();
                Console.Error.WriteLine($"{now.Cycles / Stopwatch.GetElapsedTime(started).TotalSeconds:F2} cycles a second; {now}");
            }, stop);
        Console.WriteLine($"{summary}; {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
        folder.Keep = false;
        return folder.Conclude(summary.Faults);
    }
}
