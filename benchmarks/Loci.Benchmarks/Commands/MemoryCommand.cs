using System.CommandLine;
using Loci.Embedding;

namespace Loci.Benchmarks.Commands;

/// <summary><c>memory</c>: a memory in a folder as it grows.</summary>
internal static class MemoryCommand
{
    private static readonly int[] Sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000];

    public static Command Create()
    {
        var chunks = new Option<int>("--chunks") { Description = "Chunks at the end.", DefaultValueFactory = _ => 1_000_000 };
        var dimensions = new Option<int>("--dimensions") { Description = "Numbers of a vector.", DefaultValueFactory = _ => 384 };
        var queries = new Option<int>("--queries") { Description = "Searches timed at each size.", DefaultValueFactory = _ => 200 };
        var folder = new Option<string?>("--folder") { Description = "Folder of the memory, kept. [default: a temporary one]" };
        var command = new Command("memory", "Time additions, openings and exact searches of a memory as it grows, and say how much room it takes.") { chunks, dimensions, queries, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string place = parsed.GetValue(folder) ?? Path.Combine(Directory.CreateTempSubdirectory("loci-growth-").FullName, "grown.loci");
            int last = parsed.GetValue(chunks);
            try
            {
                using var vectors = new GivenVectors(parsed.GetValue(dimensions));
                await new MemoryGrowth(vectors, place, parsed.GetValue(queries), Console.Out).RunAsync([.. Sizes.Where(size => size < last), last], cancellationToken);
            }
            finally
            {
                if (parsed.GetValue(folder) is null)
                {
                    Directory.Delete(Path.GetDirectoryName(place)!, recursive: true);
                }
            }
        });
        return command;
    }
}
