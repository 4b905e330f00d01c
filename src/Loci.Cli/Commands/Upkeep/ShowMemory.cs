using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory show</c>: what a memory holds.</summary>
internal static class ShowMemory
{
    public static Command Create()
    {
        var memory = Options.Memory();
        var command = new Command("show", "Say what a memory holds: documents, chunks, sources, sizes, duplicates, embedder, tenants.") { memory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var info = await MemoryPlace.DescribeAsync(Places.Memory(parsed.GetRequiredValue(memory)), cancellationToken);
            Output.Of(parsed).Answer(
                new
                {
                    info.Documents, info.Chunks, info.Tokens, info.Bytes, info.StoredBytes, info.Sources, info.Copies, info.NearDuplicates, info.Embedder, info.ReEmbeddingTo,
                    info.Created, info.Revision, info.Tenants,
                },
                console => Show(console, info));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, MemoryInfo info)
    {
        console.WriteLine($"{info.Documents} documents, {info.Chunks} chunks, {info.Tokens} tokens, {Sizes.Text(info.Bytes)} of text in {Sizes.Text(info.StoredBytes)} on disk, embedder {info.Embedder}, made {info.Created:u}.");
        console.WriteLine($"{info.Sources} sources: {info.Copies} of them hold a text that another holds as well; {info.NearDuplicates} documents are marked as near-duplicates.");
        if (info.ReEmbeddingTo is { } next) console.WriteLine($"A re-embedding with {next} was begun and is not finished.");
        if (info.Tenants is [] or [{ Name: "" }]) return;
        foreach (var tenant in info.Tenants) console.WriteLine($"tenant {(tenant.Name.Length == 0 ? "(none)" : tenant.Name)}: {tenant.Documents} documents, {tenant.Chunks} chunks.");
    }
}
