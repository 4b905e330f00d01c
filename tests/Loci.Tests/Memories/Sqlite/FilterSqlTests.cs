using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Sqlite;
using Microsoft.Data.Sqlite;

namespace Loci.Tests.Memories.Sqlite;

/// <summary>How SQLite goes about a filter: a few numbers are looked up, however many documents there are.</summary>
public sealed class FilterSqlTests : MemoryTestBase
{
    [Fact]
    public async Task Numbers_are_looked_up()
    {
        using (var memory = await Open(new LexicalEmbedder()))
            await Add(memory, "one", "two");
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT id FROM documents ";
        FilterSql.Apply(command, 1, new DocumentFilter { Ids = [1, 2, 7] });
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Contains("USING INTEGER PRIMARY KEY", reader.GetString(3), StringComparison.Ordinal);
        Assert.False(reader.Read());
    }
}
