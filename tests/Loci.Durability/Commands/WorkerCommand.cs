using System.CommandLine;
using Loci.Durability.Working;

namespace Loci.Durability.Commands;

/// <summary>The command of the endless writer.</summary>
internal static class WorkerCommand
{
    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var (memory, ledger, seed) = (CommonOptions.Memory(), CommonOptions.Ledger(), CommonOptions.Seed());
        var documents = new Option<int>("--documents") { DefaultValueFactory = _ => 200, Description = "About how many documents it keeps." };
        var first = new Option<long>("--base") { Description = "The first number that it may forget." };
        var largest = new Option<int>("--largest-batch") { DefaultValueFactory = _ => 150, Description = "The most documents of one addition." };
        var command = new Command("worker", "Writes to a memory until it is killed, and keeps its ledger.") { memory, ledger, seed, documents, first, largest };
        command.SetAction(async (parsed, stop) =>
        {
            var options = new WorkerOptions
            {
                Seed = parsed.GetValue(seed), Documents = parsed.GetValue(documents), Base = parsed.GetValue(first), LargestBatch = parsed.GetValue(largest),
            };
            await Worker.RunAsync(parsed.GetValue(memory)!, parsed.GetValue(ledger)!, options, stop);
            return 0;
        });
        return command;
    }
}
