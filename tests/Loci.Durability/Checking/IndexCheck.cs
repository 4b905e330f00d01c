using Loci.Durability.Running;
using Loci.Durability.Working;

namespace Loci.Durability.Checking;

/// <summary>Holds the index that a memory has on the disk against one that is worked out anew from the same database.</summary>
internal static class IndexCheck
{
    /// <summary>What differs; nothing where both give the same answers.</summary>
    /// <param name="folder">A memory that nobody writes to.</param>
    /// <param name="scratch">Where a copy is made, and deleted again.</param>
    /// <param name="seed">Seed of the queries.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, string scratch, int seed, CancellationToken stop)
    {
        MemoryFiles.Copy(folder, scratch, derived: false);
        try
        {
            using var stored = await WrittenMemory.OpenAsync(folder, stop);
            using var rebuilt = await WrittenMemory.OpenAsync(scratch, stop);
            var (expected, found) = (Answers.Of(rebuilt, seed, stop), Answers.Of(stored, seed, stop));
            return found.SequenceEqual(expected, StringComparer.Ordinal) ? [] : [$"the stored index answers otherwise than a rebuilt one: {Difference(expected, found)}"];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string Difference(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        var at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"answer {at} of {expected.Count} is '{found.ElementAtOrDefault(at)}' instead of '{expected.ElementAtOrDefault(at)}'";
    }
}
