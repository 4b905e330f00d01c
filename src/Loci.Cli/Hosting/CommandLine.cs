using System.CommandLine;
using System.CommandLine.Parsing;
using Loci.Cli.Commands;

namespace Loci.Cli.Hosting;

/// <summary>The <c>loci</c> command line: parses, runs, and turns every outcome into one of the documented exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => GuardAsync(() => InvokeAsync(args, cancellationToken));

    private static async Task<int> InvokeAsync(string[] args, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Loci: a local model that looks in the right place. It adapts to each prompt by learning the few pieces of a memory that tell it most.")
        {
            DemoCommand.Create(), RememberCommand.Create(), AskCommand.Create(), SelectCommand.Create(), EvalCommand.Create(),
            ScoreCommand.Create(), TrainCommand.Create(), MemoryCommand.Create(), ModelCommand.Create(), ServeCommand.Create(), McpCommand.Create(), BenchCommand.Create(), DoctorCommand.Create(), WorkerCommand.Create(),
        };
        root.Add(Output.Json);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"loci: {error.Message}");
            await Console.Error.WriteLineAsync($"loci: see '{Invocation(parsed.CommandResult)} --help'.");
            return ExitCodes.BadInput;
        }
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>The command as it is typed, from the program's name on.</summary>
    private static string Invocation(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Invocation(parent)} {command.Command.Name}" : "loci";

    private static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("loci: cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (InvalidInputException e)
        {
            return await FailAsync(e.Message, e, ExitCodes.BadInput);
        }
        catch (Exception e) when (NativeFailure(e) is { } cause)
        {
            return await FailAsync($"the native library libtorch does not load: {cause.Message.ReplaceLineEndings(" ")} Run 'loci doctor' for the cause.", e, ExitCodes.Failed);
        }
        catch (Exception e)
        {
            return await FailAsync(e.Message, e, ExitCodes.Failed);
        }
    }

    private static async Task<int> FailAsync(string message, Exception e, int code)
    {
        await Console.Error.WriteLineAsync($"loci: {message}");
        if (Environment.GetEnvironmentVariable("LOCI_DEBUG") == "1") await Console.Error.WriteLineAsync(e.ToString());
        return code;
    }

    private static Exception? NativeFailure(Exception? e) => e switch
    {
        null => null,
        DllNotFoundException or TypeInitializationException or BadImageFormatException => e.InnerException is { } inner ? NativeFailure(inner) ?? inner : e,
        NotSupportedException { Source: "TorchSharp" } => e,
        _ => NativeFailure(e.InnerException),
    };
}
