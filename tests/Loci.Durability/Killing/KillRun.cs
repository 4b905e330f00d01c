using System.Diagnostics;
using Loci.Durability.Checking;
using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Durability.Working;
using Loci.Memories;

namespace Loci.Durability.Killing;

/// <summary>Kills writers of one memory, one after another, and holds the memory against its ledger each time.</summary>
internal sealed class KillRun(KillOptions options)
{
    private const int BatchOfChunks = 2000;

    private readonly Random _random = new(options.Seed);
    private readonly HashSet<long> _checked = [];

    /// <summary>The memory.</summary>
    public string Folder { get; } = Path.Combine(options.Work, "killed.loci");

    /// <summary>Its ledger.</summary>
    public string LedgerPath { get; } = Path.Combine(options.Work, "killed.ledger");

    /// <summary>What it has come to.</summary>
    public KillSummary Summary { get; } = new();

    /// <summary>Fills the memory; gives the first number that may be forgotten.</summary>
    public async Task<long> FillAsync(CancellationToken stop)
    {
        using var ledger = Ledger.Open(LedgerPath);
        using var memory = await WrittenMemory.OpenAsync(Folder, ledger, stop);
        for (var chunks = ledger.State.Live.Sum(number => (long)Specimen.Chunks(number)); chunks < options.Chunks;)
        {
            var (first, last, batch) = (ledger.State.Next, ledger.State.Next - 1, 0);
            while (batch < BatchOfChunks && chunks + batch < options.Chunks)
                batch += Specimen.Chunks(++last);
            await memory.DoAsync(Operation.Add(first, last), stop);
            chunks += batch;
        }
        _checked.UnionWith(ledger.State.Live);
        return ledger.State.Next;
    }

    /// <summary>Starts and kills a writer as often as asked for; stops at the first fault.</summary>
    public async Task<KillSummary> RunAsync(Action<KillSummary>? progress = null, CancellationToken stop = default)
    {
        var first = await FillAsync(stop);
        while (Summary.Cycles < options.Cycles && Summary.Faults.Count == 0 && !stop.IsCancellationRequested)
        {
            var worker = new WorkerOptions { Seed = _random.Next(), Base = first };
            var before = Ledger.Read(LedgerPath).Acknowledged;
            if (await Victim.RunAsync(Folder, LedgerPath, worker, _random, stop) is { } fault)
                Summary.Faults.Add(fault);
            Summary.Cycles++;
            try
            {
                await CheckAsync(before, stop);
            }
            catch (InvalidInputException error)
            {
                Summary.Faults.Add(error.Message);
            }
            progress?.Invoke(Summary);
        }
        return Summary;
    }

    private async Task CheckAsync(long before, CancellationToken stop)
    {
        using var ledger = Ledger.Open(LedgerPath);
        var state = ledger.State;
        Summary.Opening += state.Acknowledged == before ? 1 : 0;
        Summary.Inside += state.Pending is null ? 0 : 1;
        Summary.Acknowledged += state.Acknowledged - before;
        var deep = Summary.Cycles % options.DeepEvery == 0;
        var (memory, findings) = await OpenAsync(state, deep, stop);
        using (memory)
        {
            Summary.Lost += findings.Lost.Count;
            Summary.Half += findings.Half.Count;
            Summary.Faults.AddRange(findings.Faults);
            if (_random.Next(2) == 0)
                await memory.ForgetAsync(_ => false, stop); // the writer's lock is free; in the other half of the cycles the next writer finds the log as it was left
            Settle(ledger, findings.Happened);
        }
        if (deep)
            await CheckDeepAsync(stop);
    }

    private async Task<(Memory Memory, Findings Findings)> OpenAsync(LedgerState state, bool deep, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var memory = await WrittenMemory.OpenAsync(Folder, stop);
        var opening = Stopwatch.GetElapsedTime(started);
        memory.Search([Specimen.Query(1)], new SearchOptions { Count = 10 }, stop); // the index is read, or worked out, by the first search
        Summary.Time(opening.TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        var findings = ContentCheck.Run(memory, state, deep ? null : number => !_checked.Contains(number), stop);
        if (opening > options.OpenLimit)
            Summary.Faults.Add($"opening took {opening.TotalMilliseconds:F0} ms, of at most {options.OpenLimit.TotalMilliseconds:F0}");
        return (memory, findings);
    }

    private void Settle(Ledger ledger, bool? happened)
    {
        if (ledger.State.Pending is not null && happened is { } did)
        {
            Summary.Happened += did ? 1 : 0;
            if (did)
                ledger.Done();
            else
                ledger.Undone();
        }
        _checked.UnionWith(ledger.State.Live);
    }

    private async Task CheckDeepAsync(CancellationToken stop)
    {
        Summary.Deep++;
        Summary.Faults.AddRange(await DatabaseCheck.RunAsync(Folder, stop));
        Summary.Faults.AddRange(await IndexCheck.RunAsync(Folder, Path.Combine(options.Work, "rebuilt.loci"), _random.Next(), stop));
    }
}
