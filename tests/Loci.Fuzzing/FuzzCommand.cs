using System.Diagnostics;
using System.Text.Json;
using Loci.Fuzzing.Running;
using Loci.Fuzzing.Targets;

namespace Loci.Fuzzing;

/// <summary>The command line: one run, or one kept input again.</summary>
/// <param name="fixtures">Folder of the whole files.</param>
/// <param name="failures">Where inputs that break the contract are kept.</param>
/// <param name="asJson">Whether the summary is JSON.</param>
internal sealed class FuzzCommand(string fixtures, string failures, bool asJson)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Runs; 0 where every input kept the contract, else 1.</summary>
    public int Run(string? replay, int seed, long first, long count, string? kind, CancellationToken stop)
    {
        string work = Directory.CreateTempSubdirectory("loci-fuzzing-").FullName;
        Directory.CreateDirectory(failures);
        try
        {
            using var targets = new AllTargets(fixtures, work);
            var fuzzer = new Fuzzer(targets.Targets, work, new FuzzRun { Seed = seed, First = first, Count = count, Kind = kind, Failures = failures });
            return replay is null ? Run(fuzzer, seed, stop) : Replay(fuzzer, replay);
        }
        catch (TimeoutException error)
        {
            Console.Error.WriteLine($"{error.Message} It is kept in {failures}.");
            return 1;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private int Run(Fuzzer fuzzer, int seed, CancellationToken stop)
    {
        long lastShown = 0, started = Stopwatch.GetTimestamp();
        IReadOnlyList<Failure> found = fuzzer.Run((number, broken) =>
        {
            if (number >= lastShown + 1000)
            {
                lastShown = number;
                Console.Error.WriteLine($"{number} read, {broken} failed, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
            }
        }, stop);
        foreach (Failure failure in found)
        {
            Console.Error.WriteLine($"{Path.Combine(failures, failure.Input.FileName(seed))}: {failure.Fault}");
        }

        Print(fuzzer.Tallies, Stopwatch.GetElapsedTime(started));
        return found.Count == 0 ? 0 : 1;
    }

    private void Print(IReadOnlyDictionary<string, Tally> tallies, TimeSpan elapsed)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(tallies, Indented));
            return;
        }

        Console.WriteLine("| kind | inputs | taken | refused | failed | slowest, ms | most allocated, MB | largest rise of resident memory, MB |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((string kind, Tally tally) in tallies)
        {
            Console.WriteLine($"| {kind} | {tally.Inputs} | {tally.Accepted} | {tally.Refused} | {tally.Failed} | {tally.SlowestMilliseconds:F0} | {tally.LargestAllocation / 1e6:F1} | {tally.LargestResidentRise / 1e6:F1} |");
        }

        Console.WriteLine($"\n{tallies.Values.Sum(tally => tally.Inputs)} inputs, {tallies.Values.Sum(tally => tally.Failed)} failed, {elapsed.TotalSeconds:F0} s.");
    }

    private static int Replay(Fuzzer fuzzer, string path)
    {
        Outcome outcome = fuzzer.Read(FuzzInput.Read(path));
        Console.WriteLine($"{(outcome.Accepted ? "taken" : outcome.Fault is null ? "refused" : "failed")}, {outcome.Milliseconds:F0} ms, {outcome.Allocated} bytes allocated. {outcome.Fault}");
        return outcome.Fault is null ? 0 : 1;
    }
}
