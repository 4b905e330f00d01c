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

    /// <summary>A chunk's text as an arm learns it: alone, with its follower, or its follower instead.</summary>
    public string Text(string follower, long chunk, string text) => follower switch
    {
        "with" => text + Next(chunk),
        "instead" => Next(chunk) is { Length: > 0 } next ? next : text,
        _ => text,
    };

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private string Next(long chunk)
    {
        lock (_connection)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT next.text FROM chunks this JOIN chunks next ON next.document = this.document AND next.ordinal = this.ordinal + 1 WHERE this.id = $id";
            command.Parameters.AddWithValue("$id", chunk);
            return command.ExecuteScalar() is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";
        }
    }
}
