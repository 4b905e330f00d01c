// The long forms of the server's tests, against real processes: tenants side by side, a thousand requests with failures among them, a server that is killed, thousands of damaged bodies and hostile
// names, and what the server costs a request. Where something is wrong the exit code is 1.
using System.CommandLine;
using System.Globalization;
using Loci.Server.Load.Commands;
using Loci.Server.Load.Running;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var command = new RootCommand("Holds the server to its promises under load.") 
{
    IsolateCommand.Make(), EndureCommand.Make(), RestartCommand.Make(), MalformCommand.Make(), NamesCommand.Make(), PoisonCommand.Make(), OverheadCommand.Make(), FirstTokenCommand.Make(),
};
try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BrokenPromiseException broken)
{
    Console.Error.WriteLine(broken.Message);
    return 1;
}
