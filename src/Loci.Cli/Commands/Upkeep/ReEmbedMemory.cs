using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory re-embed</c>: turn a memory over to another embedder.</summary>
internal static class ReEmbedMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var embedder = Options.Embedder();
        var restart = new Option<bool>("--restart") { Description = "Drop a re-embedding that was begun towards another embedder." };
        var command = new Command("re-embed", "Embed every chunk anew with another embedder. May be broken off and goes on where it was; the old one serves until all is done.") { memory, embedder, restart };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            using var next = await Embedders.OpenAsync(given: parsed.GetValue(embedder), cancellationToken: cancellationToken);
            long chunks;
            using (var progress = UpkeepLine.On(output))
                chunks = await MemoryUpkeep.ReEmbedAsync(Places.MemoryFolder(parsed.GetRequiredValue(memory)), next, parsed.GetValue(restart), progress, cancellationToken);
            output.Answer(
                new { Chunks = chunks, Embedder = next.Identity },
                console => console.WriteLine($"{chunks} chunks embedded; the memory has the embedder {next.Identity}."));
            return ExitCodes.Done;
        });
        return command;
    }
}
