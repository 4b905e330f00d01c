using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Cli.Serving;

namespace Loci.Cli.Commands;

/// <summary><c>loci serve</c>: the server, over workers.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var options = new ServeOptions();
        var command = new Command("serve", "Serve the model by OpenAI's protocol, with tuning at test time for requests that ask for it.");
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await new ServerProgram(options, parsed, Output.Of(parsed)).RunAsync(cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
