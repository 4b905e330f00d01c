using System.Diagnostics;
using System.Globalization;
using Loci.Durability.Checking;
using Loci.Durability.Ledgers;
using Loci.Durability.Running;
using Loci.Durability.Working;
using Loci.Memories;

namespace Loci.Durability.Sharing;

/// <summary>Threads of this process read a memory while another process writes to it; at the end the writer is killed.</summary>
internal sealed class ShareRun(ShareOptions options)
{
    private string Folder => Path.Combine(options.Work, "shared.loci");

    private string LedgerPath => Path.Combine(options.Work, "shared.ledger");

    /// <summary>Runs.</summary>
    public async Task<ShareSummary> RunAsync(CancellationToken stop)
    {
        var errors = "";
        Reader[] readers;
        using (var writer = Start())
        {
            var saying = writer.StandardError.ReadToEndAsync(stop);
            try
            {
                while (await writer.StandardOutput.ReadLineAsync(stop) is { } said && said != Worker.Acknowledged) { }
                readers = await ReadAsync(stop);
                errors = writer.HasExited ? $"the writer ended by itself, with code {writer.ExitCode}: {await saying}" : "";
            }
            finally
            {
                await ChildProcess.KillAsync(writer);
            }
        }
        var history = MemoryState.History(LedgerPath);
        List<string> faults = [.. readers.SelectMany(reader => reader.Faults), .. readers.SelectMany(reader => HoldOrder(reader.Seen, history))];
        if (errors.Length > 0)
            faults.Add(errors);
        faults.AddRange(await CheckEndAsync(stop));
        var distinct = readers.SelectMany(reader => reader.Seen).Where(seen => seen.Digest is not null).Distinct().Count();
        return new ShareSummary(readers.Sum(reader => reader.Searches), history.Count, distinct, faults);
    }

    /// <summary>What was seen must be a sequence of states in the order in which the memory went through them.</summary>
    internal static IEnumerable<string> HoldOrder(IReadOnlyList<MemoryState> seen, IReadOnlyList<MemoryState> history)
    {
        var at = 0;
        for (var i = 0; i < seen.Count; i++)
        {
            while (at < history.Count && !history[at].Fits(seen[i]))
                at++;
            if (at == history.Count)
                return [$"reading {i} of {seen.Count} saw {seen[i]}: no state of the memory, or one from before a state that the same reader had seen"];
        }
        return [];
    }

    private Process Start() => ChildProcess.Start(
    [
        "worker", "--memory", Folder, "--ledger", LedgerPath, "--seed", options.Seed.ToString(CultureInfo.InvariantCulture),
        "--documents", options.Documents.ToString(CultureInfo.InvariantCulture), "--largest-batch", "20",
    ]);

    private async Task<Reader[]> ReadAsync(CancellationToken stop)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var shared = await WrittenMemory.OpenAsync(Folder, stop, create: false);
        var own = new List<Memory>();
        try
        {
            for (var i = 0; i < options.Readers / 2; i++)
                own.Add(await WrittenMemory.OpenAsync(Folder, stop, create: false));
            Reader[] readers = [.. Enumerable.Range(0, options.Readers).Select(i => new Reader(i < own.Count ? own[i] : shared, options.Seed + (1000 * i), options.Describes))];
            time.CancelAfter(options.Time);
            await Task.WhenAll(readers.Select(reader => Task.Factory.StartNew(() => reader.Run(time.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            return readers;
        }
        finally
        {
            own.ForEach(memory => memory.Dispose());
        }
    }

    private async Task<IReadOnlyList<string>> CheckEndAsync(CancellationToken stop)
    {
        var state = Ledger.Read(LedgerPath);
        using var memory = await WrittenMemory.OpenAsync(Folder, stop, create: false);
        return [.. ContentCheck.Run(memory, state, stop: stop).Faults, .. await DatabaseCheck.RunAsync(Folder, stop)];
    }
}
