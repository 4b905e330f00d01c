using Loci.Embedding;
using Loci.Memories;
using Microsoft.Data.Sqlite;

namespace Loci.Tests.Memories;

/// <summary>A temporary folder with a memory in it.</summary>
public abstract class MemoryTestBase : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static LexicalEmbedder Lexical { get; } = new();

    protected string Root => _folder.Path;

    protected string MemoryPath => _folder["test.loci"];

    protected string DatabasePath => Path.Combine(MemoryPath, "memory.db");

    protected string IndexPath => Path.Combine(MemoryPath, "derived", "index.bin");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<Memory> Open(IEmbedder? embedder = null, string? path = null) =>
        Memory.OpenAsync(path ?? MemoryPath, embedder ?? Lexical, new MemoryOptions { Create = true }, Token);

    /// <summary>Adds each text as a document of one chunk.</summary>
    protected static async Task Add(Memory memory, params string[] texts) =>
        await memory.AddManyAsync([.. texts.Select(text => Document(text))], Token);

    protected static ChunkedDocument Document(string text, string source = "source") =>
        new(new DocumentRecord(source, text), [new Chunk(text, text.Length)]);

    protected static Candidates Search(Memory memory, string query, int count = 10) =>
        memory.Search([query], new SearchOptions { Count = count }, Token);

    /// <summary>Changes the database behind the memory's back, as a failing disk would.</summary>
    protected void Tamper(string sql, string? database = null)
    {
        using var connection = new SqliteConnection($"Data Source={database ?? DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
