using Loci.Embedding;
using Loci.Memories;

namespace Loci.Cli.Hosting;

/// <summary>Opens memories with the embedder they were made with.</summary>
internal static class OpenMemory
{
    /// <summary>The representation of a new memory (docs/experiments.md has the measurements that chose it).</summary>
    public static IEmbedder DefaultEmbedder() => new LexicalEmbedder();

    /// <summary>Opens an existing memory, or makes one.</summary>
    public static Task<Memory> Async(string given, bool create, CancellationToken cancellationToken) =>
        Memory.OpenAsync(Places.Memory(given), DefaultEmbedder(), new MemoryOptions { Create = create }, cancellationToken);
}
