using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Cli.Serving;
using Loci.Memories;
using Loci.Server.Engines;
using Loci.Server.Remembering;
using Loci.Server.Workers;

namespace Loci.Cli.Commands;

/// <summary><c>loci worker</c>: what <c>loci serve</c> starts to compute in. Speaks over standard input and output, and ends when the server does; a signal to the whole group does not end it.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var options = new WorkerOptions();
        var command = new Command("worker", "Compute for loci serve, which starts this by itself.") { Hidden = true };
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            var (input, output) = (Console.OpenStandardInput(), Console.OpenStandardOutput());
            Console.SetOut(Console.Error); // standard output is the server's alone
            try
            {
                await WorkAsync(options, parsed, input, output);
                return ExitCodes.Done;
            }
            catch (InvalidInputException unfit)
            {
                WorkerHost.Refuse(output, unfit.Message);
                return ExitCodes.BadInput;
            }
        });
        return command;
    }

    private static async Task WorkAsync(WorkerOptions options, ParseResult parsed, Stream input, Stream output)
    {
        NativeStart.SetThreads(options.Threads(parsed));
        using var model = options.Model.Load(parsed);
        using var memory = await OpenAsync(options, parsed);
        var memories = memory is null ? null : new TenantMemories(memory);
        await using var engine = new LocalEngine(model, memories is null ? null : memories.Of, new Tuners(options.Tuning(parsed), model).Create);
        await new WorkerHost(engine, input, output).RunAsync();
    }

    private static async Task<Memory?> OpenAsync(WorkerOptions options, ParseResult parsed)
    {
        if (options.Memory(parsed) is not { } place) return null;
        var identity = await MemoryPlace.FindEmbedderAsync(place, CancellationToken.None);
        var embedder = await Embedders.OpenAsync(identity, options.Embedder(parsed), CancellationToken.None);
        return await MemoryPlace.OpenAsync(place, embedder, new MemoryOptions(), CancellationToken.None);
    }
}
