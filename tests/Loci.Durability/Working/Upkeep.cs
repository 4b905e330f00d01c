using Loci.Memories.Upkeep;

namespace Loci.Durability.Working;

/// <summary>Compaction and the deep check.</summary>
internal static class Upkeep
{
    /// <summary>Compacts a memory that this process does not have open.</summary>
    public static Task CompactAsync(string path, CancellationToken cancellationToken) => MemoryUpkeep.CompactAsync(path, cancellationToken: cancellationToken);

    /// <summary>What the deep check finds wrong with a memory, a refusal included; nothing where it is sound.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await MemoryUpkeep.CheckAsync(path, cancellationToken: cancellationToken)).Problems;
        }
        catch (InvalidInputException error)
        {
            return [error.Message];
        }
    }
}
