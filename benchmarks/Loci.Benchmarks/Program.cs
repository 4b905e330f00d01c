using System.CommandLine;
using BenchmarkDotNet.Running;
using Loci;
using Loci.Benchmarks.Commands;

// Six plain commands, which a script can call; everything else is BenchmarkDotNet's.
Command[] commands = [SelectCommand.Create(), SearchCommand.Create(), DenseCommand.Create(), PoolCommand.Create(), MemoryCommand.Create(), FloorCommand.Create()];
if (args.Length == 0 || !commands.Any(command => command.Name == args[0]))
{
    BenchmarkSwitcher.FromAssembly(typeof(SelectCommand).Assembly).Run(args);
    return 0;
}
var root = new RootCommand("Measures Loci's selection.");
foreach (Command command in commands)
{
    root.Subcommands.Add(command);
}
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (InvalidInputException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
