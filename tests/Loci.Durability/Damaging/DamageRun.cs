using Loci.Durability.Checking;
using Loci.Durability.Running;

namespace Loci.Durability.Damaging;

/// <summary>Damages a memory in one place after another, and reads everything each time.</summary>
internal sealed class DamageRun(DamageOptions options)
{
    private string Victim => Path.Combine(options.Work, "victim.loci");

    /// <summary>Runs; what came of each damage.</summary>
    /// <exception cref="TimeoutException">A damage makes reading hang.</exception>
    public async Task<IReadOnlyList<DamageReport>> RunAsync(Action<DamageReport, int, int>? progress = null, CancellationToken stop = default)
    {
        var memory = await DamagedMemory.MakeAsync(options.Work, stop);
        DamageSubject[] subjects =
        [
            new("closed", memory.Closed, Derived: true, Create: false), new("closed, without derived files", memory.Closed, Derived: false, Create: false),
            new("killed", memory.Killed, Derived: true, Create: false), new("killed, without derived files", memory.Killed, Derived: false, Create: false),
            new("closed, made where missing", memory.Closed, Derived: false, Create: true), new("killed, made where missing", memory.Killed, Derived: false, Create: true),
        ];
        (DamageSubject Subject, DamagePlace Place)[] plan = [.. subjects.Where(subject => options.Making || !subject.Create).SelectMany(subject => Plan(subject).Select(place => (subject, place)))];
        var reports = new List<DamageReport>(plan.Length);
        foreach (var (subject, place) in plan)
        {
            stop.ThrowIfCancellationRequested();
            MemoryFiles.Copy(subject.Folder, Victim, subject.Derived);
            place.Apply(Victim);
            reports.Add(await WatchAsync(() => JudgeAsync(memory, subject, place, stop), $"{subject.Name}, {place}"));
            progress?.Invoke(reports[^1], reports.Count, plan.Length);
        }
        return reports;
    }

    private IEnumerable<DamagePlace> Plan(DamageSubject subject)
    {
        var random = new Random(options.Seed);
        return MemoryFiles.Of(subject.Folder).Where(file => subject.Derived || file.StartsWith("memory.db", StringComparison.Ordinal))
            .SelectMany(file => DamagePlace.Choose(file, new FileInfo(Path.Combine(subject.Folder, file)).Length, options.Cuts, options.Flips, random));
    }

    private async Task<DamageReport> WatchAsync(Func<Task<DamageReport>> judge, string what)
    {
        try
        {
            return await Task.Run(judge).WaitAsync(options.Hang);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{what}: reading takes more than {options.Hang.TotalSeconds:F0} s.", error);
        }
    }

    private async Task<DamageReport> JudgeAsync(DamagedMemory memory, DamageSubject subject, DamagePlace place, CancellationToken stop)
    {
        try
        {
            var given = await Transcript.OfAsync(Victim, subject.Create, stop);
            if (memory.Earlier.Any(earlier => earlier.SequenceEqual(given, StringComparer.Ordinal)))
                return new DamageReport(subject.Name, place, DamageOutcome.Earlier, "");
            var (isRight, seen) = (given.SequenceEqual(memory.Whole, StringComparer.Ordinal), await DatabaseCheck.RunAsync(Victim, stop));
            return new DamageReport(subject.Name, place, (isRight, seen.Count) switch
            {
                (true, 0) => DamageOutcome.Right,
                (true, _) => DamageOutcome.RightAndSeenByCheck,
                (false, 0) => DamageOutcome.Wrong,
                (false, _) => DamageOutcome.WrongAndSeenByCheck,
            }, isRight ? "" : Difference(memory.Whole, given));
        }
        catch (InvalidInputException error)
        {
            var names = error.Message.Contains(Victim, StringComparison.Ordinal);
            return new DamageReport(subject.Name, place, names ? DamageOutcome.Refused : DamageOutcome.Broken, error.Message);
        }
#pragma warning disable CA1031 // any other exception is what is looked for
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new DamageReport(subject.Name, place, DamageOutcome.Broken, string.Join(' ', error.ToString().Split('\n').Take(2)));
        }
    }

    private static string Difference(IReadOnlyList<string> whole, IReadOnlyList<string> given)
    {
        var at = whole.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{given.Count} lines of {whole.Count}; line {at} is '{given.ElementAtOrDefault(at)}' instead of '{whole.ElementAtOrDefault(at)}'";
    }
}
