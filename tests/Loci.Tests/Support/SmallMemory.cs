using Loci.Embedding;
using Loci.Memories;
using Microsoft.Data.Sqlite;

namespace Loci.Tests.Support;

/// <summary>A real memory of a few one-chunk documents in a folder that is gone after the test.</summary>
internal sealed class SmallMemory : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallMemory(Func<string, Memory> open) => Memory = open(_folder.At("m.loci"));

    public Memory Memory { get; }

    public static SmallMemory Of(params string[] texts) => new(path =>
    {
        var token = TestContext.Current.CancellationToken;
        var memory = Loci.Memories.Memory.OpenAsync(path, new LexicalEmbedder(), new MemoryOptions { Create = true }, token).GetAwaiter().GetResult();
        memory.AddManyAsync([.. texts.Select((text, i) => new ChunkedDocument(new DocumentRecord($"{i}", text), [new Chunk(text, 5)]))], token).GetAwaiter().GetResult();
        return memory;
    });

    public void Dispose()
    {
        Memory.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
