using System.CommandLine;
using System.Diagnostics;
using Loci.Durability.Damaging;

namespace Loci.Durability.Commands;

/// <summary>The command that damages files.</summary>
internal static class DamageCommand
{
    private const int ShownFaults = 40;

    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var (seed, work) = (CommonOptions.Seed(), CommonOptions.Work());
        var cuts = new Option<int>("--cuts") { DefaultValueFactory = _ => 60, Description = "How many lengths each file is cut to." };
        var flips = new Option<int>("--flips") { DefaultValueFactory = _ => 1000, Description = "How many bits of each file are turned, one at a time." };
        var command = new Command("damage", "Cuts each file of a memory and turns bits of it; fails where anything but the right answer or a clear error comes of it.") { cuts, flips, seed, work };
        command.SetAction(async (parsed, stop) =>
        {
            using var folder = new WorkFolder(parsed.GetValue(work));
            var options = new DamageOptions { Work = folder.Path, Seed = parsed.GetValue(seed), Cuts = parsed.GetValue(cuts), Flips = parsed.GetValue(flips) };
            return await RunAsync(options, folder, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(DamageOptions options, WorkFolder folder, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var reports = await new DamageRun(options).RunAsync(
            (_, done, all) =>
            {
                if (done % 500 == 0)
                    Console.Error.WriteLine($"{done} of {all}, {done / Stopwatch.GetElapsedTime(started).TotalSeconds:F1} a second");
            }, stop);
        Console.WriteLine("| memory | file | damage | right | right, seen by the check | refused | earlier state | wrong, seen by the check | wrong | broken |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var group in reports.GroupBy(report => (report.Subject, report.Place.File, report.Place.Kind)))
            Console.WriteLine($"| {group.Key.Subject} | {group.Key.File} | {group.Key.Kind} | {string.Join(" | ", Counts(group))} |");
        string[] faults = [.. reports.Where(report => report.IsFault).Select(report => report.ToString())];
        Console.WriteLine($"\n{reports.Count} damages, {faults.Length} faults, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
        await File.WriteAllLinesAsync(Path.Combine(folder.Path, "faults.txt"), faults, stop);
        return folder.Conclude(faults.Length <= ShownFaults ? faults : [.. faults.Take(ShownFaults), $"and {faults.Length - ShownFaults} more, in faults.txt"]);
    }

    private static IEnumerable<int> Counts(IEnumerable<DamageReport> reports)
    {
        var counts = reports.CountBy(report => report.Outcome).ToDictionary();
        return Enum.GetValues<DamageOutcome>().Select(outcome => counts.GetValueOrDefault(outcome));
    }
}
