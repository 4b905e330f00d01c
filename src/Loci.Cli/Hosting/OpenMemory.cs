using Loci.Memories;

namespace Loci.Cli.Hosting;

/// <summary>Opens memories with the embedder they were made with.</summary>
internal static class OpenMemory
{
    /// <summary>Opens an existing memory, or makes one where <paramref name="create"/> says so.</summary>
    /// <param name="given">The memory, as on the command line.</param>
    /// <param name="embedder">What <c>--embedder</c> says, or null for the one that the memory records, and the default one for a new memory. It is kept until the program ends.</param>
    /// <param name="create">Whether a memory that is not there is made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Memory> Async(string given, string? embedder, bool create, CancellationToken cancellationToken)
    {
        var folder = Places.Memory(given);
        var identity = await Memory.FindEmbedderAsync(folder, cancellationToken);
        return await Memory.OpenAsync(folder, await Embedders.OpenAsync(identity, embedder, cancellationToken), new MemoryOptions { Create = create }, cancellationToken);
    }
}
