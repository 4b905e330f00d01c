using Loci.Memories;

namespace Loci.Cli.Hosting;

/// <summary>Opens memories with the embedder they were made with.</summary>
internal static class OpenMemory
{
    /// <summary>Opens an existing memory, or makes one with the default embedder where <paramref name="create"/> says so.</summary>
    public static async Task<Memory> Async(string given, bool create, CancellationToken cancellationToken)
    {
        var folder = Places.Memory(given);
        var identity = await Memory.FindEmbedderAsync(folder, cancellationToken);
        return await Memory.OpenAsync(folder, Embedders.Open(identity), new MemoryOptions { Create = create }, cancellationToken);
    }
}
