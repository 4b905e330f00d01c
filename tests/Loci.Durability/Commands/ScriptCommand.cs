using System.CommandLine;
using Loci.Durability.Faults;

namespace Loci.Durability.Commands;

/// <summary>The command of the process that calls are taken from.</summary>
internal static class ScriptCommand
{
    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var (memory, ledger) = (CommonOptions.Memory(), CommonOptions.Ledger());
        var command = new Command("script", "Makes a memory in a few steps and keeps its ledger: what 'faults' runs.") { memory, ledger };
        command.SetAction((parsed, stop) => FaultScript.RunAsync(parsed.GetValue(memory)!, parsed.GetValue(ledger)!, stop));
        return command;
    }
}
