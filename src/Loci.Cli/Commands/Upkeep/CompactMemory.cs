using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory compact</c>: give back the space of what was forgotten.</summary>
internal static class CompactMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var command = new Command("compact", "Give back the space of what was forgotten. Needs as much free space again as the memory takes.") { memory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            CompactResult result;
            using (var progress = UpkeepLine.On(output))
                result = await MemoryUpkeep.CompactAsync(Places.MemoryFolder(parsed.GetRequiredValue(memory)), progress, cancellationToken);
            output.Answer(
                new { result.Before, result.After },
                console => console.WriteLine($"{Sizes.Text(result.Before)} before, {Sizes.Text(result.After)} now."));
            return ExitCodes.Done;
        });
        return command;
    }
}
