using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci memory</c>: look after a memory.</summary>
internal static class MemoryCommand
{
    public static Command Create() => new("memory", "Look after a memory.") { Show() };

    private static Command Show()
    {
        var memory = Options.Memory();
        var command = new Command("show", "Say what a memory holds.") { memory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var info = await Memory.DescribeAsync(Places.Memory(parsed.GetRequiredValue(memory)), cancellationToken);
            Output.Of(parsed).Answer(
                new { info.Documents, info.Chunks, info.Bytes, info.StoredBytes, info.Embedder, info.Created, info.Revision },
                console => console.WriteLine($"{info.Documents} documents, {info.Chunks} chunks, {info.Bytes / 1e6:0.0} MB of text in {info.StoredBytes / 1e6:0.0} MB on disk, embedder {info.Embedder}, made {info.Created:u}."));
            return ExitCodes.Done;
        });
        return command;
    }
}
