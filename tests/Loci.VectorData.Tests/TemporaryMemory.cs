using Loci.Embedding;
using Loci.Memories;

namespace Loci.VectorData.Tests;

/// <summary>A memory in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryMemory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-vectordata-");

    private TemporaryMemory(IEmbedder embedder) => Embedder = embedder;

    public IEmbedder Embedder { get; }

    public Memory Memory { get; private set; } = null!;

    public static async Task<TemporaryMemory> MakeAsync(IEmbedder? embedder = null)
    {
        var made = new TemporaryMemory(embedder ?? new SignedLetters());
        made.Memory = await Memory.OpenAsync(Path.Combine(made._folder.FullName, "m.loci"), made.Embedder, new MemoryOptions { Create = true }, TestContext.Current.CancellationToken);
        return made;
    }

    public void Dispose()
    {
        Memory.Dispose();
        Embedder.Dispose();
        _folder.Delete(recursive: true);
    }
}
