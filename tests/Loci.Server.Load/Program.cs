// The long forms of the server's tests, against real processes: tenants side by side, a thousand requests with workers killed and clients leaving, thousands of damaged bodies, and what the
// server costs a request. Where something is wrong the exit code is 1.
using System.CommandLine;
using System.Globalization;
using Loci.Server.Load.Commands;
using Loci.Server.Load.Running;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var command = new RootCommand("Holds the server to its promises under load.") { IsolateCommand.Make(), EndureCommand.Make(), MalformCommand.Make(), OverheadCommand.Make() };
try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BrokenPromiseException broken)
{
    Console.Error.WriteLine(broken.Message);
    return 1;
}
