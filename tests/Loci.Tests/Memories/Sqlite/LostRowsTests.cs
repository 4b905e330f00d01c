using System.Buffers.Binary;
using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Tests.Memories.Sqlite;

/// <summary>An index of the database that has lost a row: SQLite reads it without a word, the memory does not.</summary>
public sealed class LostRowsTests : MemoryTestBase
{
    private readonly LexicalEmbedder _embedder = new();

    [Fact]
    public async Task A_chunk_that_is_missing_in_the_index_is_missed_by_a_search()
    {
        await Lose("chunks_by_tenant");
        using var memory = await Open(_embedder);
        Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => Search(memory, "text", 5)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chunks_by_tenant")]
    [InlineData("documents_by_source")]
    public async Task A_row_that_is_missing_in_an_index_is_missed_by_a_description(string index)
    {
        await Lose(index);
        using var memory = await Open(_embedder);
        Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => memory.Describe()).Message, StringComparison.Ordinal);
    }

    /// <summary>Takes the last cell off the index's page: the count of cells is the two bytes at offset 3 of its header (SQLite file format, section 1.6).</summary>
    private async Task Lose(string index)
    {
        using (var memory = await Open(_embedder))
            await Add(memory, [.. Enumerable.Range(0, 30).Select(i => $"text {i}")]);
        long page;
        using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
            command.CommandText = "SELECT rootpage FROM sqlite_schema WHERE name = $index";
            command.Parameters.AddWithValue("$index", index);
            page = (long)command.ExecuteScalar()!;
        }
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Token);
        var cells = bytes.AsSpan((int)((page - 1) * 16384) + 3, 2);
        Assert.Equal(30, BinaryPrimitives.ReadUInt16BigEndian(cells));
        BinaryPrimitives.WriteUInt16BigEndian(cells, 29);
        await File.WriteAllBytesAsync(DatabasePath, bytes, Token);
    }
}
