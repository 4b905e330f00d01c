using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory check</c>: read everything and say what is wrong.</summary>
internal static class CheckMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var command = new Command("check", "Read a whole memory and hold it against every checksum. Exit code 1 if anything is wrong.") { memory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            CheckResult result;
            using (var progress = UpkeepLine.On(output))
                result = await MemoryUpkeep.CheckAsync(Places.MemoryFolder(parsed.GetRequiredValue(memory)), progress, cancellationToken);
            output.Answer(
                new { result.IsSound, result.Problems, result.Documents, result.Chunks, result.Digest },
                console =>
                {
                    foreach (var problem in result.Problems) console.WriteLine(problem);
                    console.WriteLine($"{result.Documents} documents and {result.Chunks} chunks read, {(result.IsSound ? "nothing is wrong" : $"{result.Problems.Count} problems")}. Digest {result.Digest}.");
                });
            return result.IsSound ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
