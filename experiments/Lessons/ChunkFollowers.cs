using System.Text;
using Microsoft.Data.Sqlite;

namespace Loci.Experiments;

/// <summary>What follows a chunk in its document, read from the memory's own table. Safe to share between threads.</summary>
internal sealed class ChunkFollowers : IDisposable
{
    private readonly SqliteConnection _connection;

    public ChunkFollowers(string memory)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(memory, "memory.db"), Mode = SqliteOpenMode.ReadOnly }.ToString());
        _connection.Open();
    }

    /// <summary>The text of the chunk that follows one; empty after the last of a document.</summary>
    public string Of(long chunk)
    {
        lock (_connection)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT next.text FROM chunks this JOIN chunks next ON next.document = this.document AND next.ordinal = this.ordinal + 1 WHERE this.id = $id";
            command.Parameters.AddWithValue("$id", chunk);
            return command.ExecuteScalar() is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
