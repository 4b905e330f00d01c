using Loci.Durability.Checking;
using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Durability.Working;
using Loci.Memories;

namespace Loci.Durability.Faults;

/// <summary>
/// The process that calls are taken from: it makes a memory, adds, searches, closes and opens it again, forgets, compacts, adds and closes it. The first error ends it,
/// after a look at whether reading goes on.
/// </summary>
internal static class FaultScript
{
    /// <summary>Exit code: everything was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: an error was told clearly, and reading goes on with all that was acknowledged, or the memory was never open.</summary>
    public const int Refused = 1;

    /// <summary>Exit code: an error was told clearly, and after it the memory cannot be read.</summary>
    public const int CannotRead = 3;

    /// <summary>Exit code: what is read after an error is not what was acknowledged, or an error was of another kind.</summary>
    public const int Broken = 4;

    private static readonly Operation?[] Steps =
    [
        Operation.Add(0, 2), null, Operation.Add(3, 7), Operation.Forget([1, 4]), Operation.Compact, null, Operation.Add(8, 20), Operation.Forget([0, 9, 20]), Operation.Add(21, 22),
    ];

    /// <summary>Runs it; gives the exit code.</summary>
    public static async Task<int> RunAsync(string path, string ledgerPath, CancellationToken stop)
    {
        using var ledger = Ledger.Open(ledgerPath);
        WrittenMemory? memory = null;
        try
        {
            memory = await WrittenMemory.OpenAsync(path, ledger, stop);
            foreach (var step in Steps)
                await TakeAsync(memory, step, stop);
            memory.Dispose();
            return Done;
        }
        catch (InvalidInputException error)
        {
            Console.Error.WriteLine(error.Message);
            return memory is null ? Refused : Read(memory, stop);
        }
#pragma warning disable CA1031 // any other exception is what is looked for
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(error);
            return Broken;
        }
    }

    private static async Task TakeAsync(WrittenMemory memory, Operation? step, CancellationToken stop)
    {
        if (step is null)
            await memory.ReopenAsync(stop);
        else
            await memory.DoAsync(step, stop);
        memory.Memory.Search([Specimen.Query(1)], new SearchOptions { Count = 5 }, stop);
    }

    private static int Read(WrittenMemory memory, CancellationToken stop)
    {
        try
        {
            var faults = ContentCheck.Run(memory.Memory, memory.State, stop: stop).Faults;
            foreach (var fault in faults)
                Console.Error.WriteLine(fault);
            return faults.Count == 0 ? Refused : Broken;
        }
        catch (InvalidInputException error)
        {
            Console.Error.WriteLine($"After that it cannot be read: {error.Message}");
            return CannotRead;
        }
        catch (ObjectDisposedException)
        {
            return Refused; // it was the opening anew that was refused
        }
    }
}
