using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory backup</c>: copy a memory while it is used.</summary>
internal static class BackupMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var to = new Option<string>("--to") { Description = "The folder of the backup, which is empty or does not exist.", Required = true, HelpName = "DIR" };
        var command = new Command("backup", "Copy a memory as it is at this moment into a new folder, and check the copy. It may be written and read meanwhile.") { memory, to };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            CheckResult result;
            using (var progress = UpkeepLine.On(output))
                result = await MemoryUpkeep.BackupAsync(Places.MemoryFolder(parsed.GetRequiredValue(memory)), parsed.GetRequiredValue(to), progress, cancellationToken);
            output.Answer(
                new { result.Documents, result.Chunks, result.Digest },
                console => console.WriteLine($"{result.Documents} documents and {result.Chunks} chunks copied and checked. Digest {result.Digest}."));
            return ExitCodes.Done;
        });
        return command;
    }
}
