using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory restore</c>: put a backup in place.</summary>
internal static class RestoreMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var from = new Option<string>("--from") { Description = "The folder of the backup.", Required = true, HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the memory that is there, at once or not at all." };
        var command = new Command("restore", "Check a backup and put it in the place of a memory.") { memory, from, overwrite };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            CheckResult result;
            using (var progress = UpkeepLine.On(output))
                result = await MemoryUpkeep.RestoreAsync(parsed.GetRequiredValue(from), Places.MemoryFolder(parsed.GetRequiredValue(memory)), parsed.GetValue(overwrite), progress, cancellationToken);
            output.Answer(
                new { result.Documents, result.Chunks, result.Digest },
                console => console.WriteLine($"{result.Documents} documents and {result.Chunks} chunks restored. Digest {result.Digest}."));
            return ExitCodes.Done;
        });
        return command;
    }
}
