using System.CommandLine;
using System.Diagnostics;
using Loci.Durability.Faults;

namespace Loci.Durability.Commands;

/// <summary>The command that lets calls to the operating system fail.</summary>
internal static class FaultsCommand
{
    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var work = CommonOptions.Work();
        var modes = new Option<FaultMode[]>("--mode") { AllowMultipleArgumentsPerToken = true, Description = "The modes to try. [default: all but count and lying]" };
        var stride = new Option<int>("--stride") { DefaultValueFactory = _ => 1, Description = "Every how many calls one is taken." };
        var first = new Option<int>("--first") { DefaultValueFactory = _ => 1, Description = "The first call taken, from 1." };
        var last = new Option<int?>("--last") { Description = "The last call taken. [default: the script's last]" };
        var parallel = new Option<int>("--parallel") { DefaultValueFactory = _ => 2, Description = "How many processes run at a time." };
        var command = new Command("faults", "Lets each call fail that a script makes on a memory's files, tears it, kills the process or loses power at it, and judges what is left.")
        {
            modes, stride, first, last, parallel, work,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var folder = new WorkFolder(parsed.GetValue(work));
            var options = new FaultOptions
            {
                Work = folder.Path, Stride = parsed.GetValue(stride), First = parsed.GetValue(first), Last = parsed.GetValue(last), Parallel = parsed.GetValue(parallel),
            };
            return await RunAsync(parsed.GetValue(modes) is { Length: > 0 } chosen ? options with { Modes = chosen } : options, folder, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(FaultOptions options, WorkFolder folder, CancellationToken stop)
    {
        if (await FaultShim.BuildAsync(options.Work, stop) is not { } shim)
        {
            Console.Error.WriteLine("Skipped: the shim needs Linux and a C compiler (gcc, cc or clang).");
            return 0;
        }
        var started = Stopwatch.GetTimestamp();
        var run = new FaultRun(shim, options);
        var outcomes = await run.RunAsync(
            (outcome, done, all) =>
            {
                foreach (var fault in outcome.Faults)
                    Console.Error.WriteLine($"{outcome.Mode}, call {outcome.At}: {fault}");
                if (done % 50 == 0)
                    Console.Error.WriteLine($"{done} of {all}, {done / Stopwatch.GetElapsedTime(started).TotalSeconds:F1} a second");
            }, stop);
        Print(run.Calls, outcomes);
        string[] faults = [.. outcomes.SelectMany(outcome => outcome.Faults.Select(fault => $"{outcome.Mode}, call {outcome.At}: {fault}"))];
        Console.WriteLine($"\n{outcomes.Count} runs, {faults.Length} faults, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
        return folder.Conclude(faults);
    }

    private static void Print(IReadOnlyList<string> calls, IReadOnlyList<FaultOutcome> outcomes)
    {
        Console.WriteLine("| call | file | times |\n| --- | --- | --- |");
        foreach (var group in calls.Select(call => call.Split(' ')).GroupBy(call => (Call: call[1], File: call[2])).OrderBy(group => group.Key.File, StringComparer.Ordinal))
            Console.WriteLine($"| {group.Key.Call} | {group.Key.File} | {group.Count()} |");
        Console.WriteLine("\n| mode | the process ended | runs | with faults |\n| --- | --- | --- | --- |");
        foreach (var group in outcomes.GroupBy(outcome => (outcome.Mode, outcome.End)))
            Console.WriteLine($"| {group.Key.Mode} | {group.Key.End} | {group.Count()} | {group.Count(outcome => outcome.Faults.Count > 0)} |");
    }
}
