using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Memories;

namespace Loci.Durability.Working;

/// <summary>The endless writer: it ends by being killed. What it tells on standard output lets the one that kills it choose the moment.</summary>
internal static class Worker
{
    /// <summary>Said when the memory is open.</summary>
    public const string Opened = "opened";

    /// <summary>Said after the first acknowledgement.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Writes until it is stopped.</summary>
    public static async Task RunAsync(string path, string ledgerPath, WorkerOptions options, CancellationToken stop)
    {
        using var ledger = Ledger.Open(ledgerPath);
        var script = new WorkerScript(options);
        using var memory = await WrittenMemory.OpenAsync(path, ledger, stop);
        Console.WriteLine(Opened);
        for (var done = 0L; !stop.IsCancellationRequested; done++)
        {
            await memory.DoAsync(script.Next(ledger.State), stop);
            if (done == 0)
                Console.WriteLine(Acknowledged);
            if (script.Searches())
                memory.Memory.Search([Specimen.Query((int)done)], new SearchOptions { Count = 5 }, stop);
        }
    }
}
