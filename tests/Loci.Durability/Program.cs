// Holds memories to their promise of durability with real processes: writers that are killed, calls to the operating system that fail, lost power, files that
// are damaged, readers beside a writer. Where something is wrong the exit code is 1 and everything is kept.
using System.CommandLine;
using System.Globalization;
using Loci;
using Loci.Durability.Commands;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var command = new RootCommand("Holds memories to their promise of durability.")
{
    KillCommand.Make(), FaultsCommand.Make(), DamageCommand.Make(), ShareCommand.Make(),
    WorkerCommand.Make(), ScriptCommand.Make(),
};
try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (InvalidInputException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
