using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Loci.Memories;

/// <summary>Holds a memory's writer lock and the connection that writes. One thread at a time.</summary>
internal sealed class MemoryWriter : IDisposable
{
    private readonly WriterLock _lock;
    private readonly SqliteConnection _connection;

    /// <summary>Takes the lock and connects.</summary>
    /// <exception cref="InvalidInputException">Someone else is writing.</exception>
    public MemoryWriter(MemoryDatabase database, TimeProvider time)
    {
        _lock = WriterLock.Take(database.Folder, time);
        try
        {
            _connection = database.Write();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Adds the documents whose hash is unknown, all in one transaction; says of each whether it was added.</summary>
    public bool[] Add(IReadOnlyList<PreparedDocument> documents, CancellationToken cancellationToken)
    {
        using var transaction = _connection.BeginTransaction();
        using var document = _connection.Command("INSERT INTO documents(source, hash, meta, bytes, checksum) VALUES($source, $hash, $meta, $bytes, $checksum)"
            + " ON CONFLICT(hash) DO NOTHING RETURNING id");
        using var chunk = _connection.Command("INSERT INTO chunks(document, ordinal, text, tokens, features, checksum)"
            + " VALUES($document, $ordinal, $text, $tokens, $features, $checksum)");
        var added = new bool[documents.Count];
        for (var i = 0; i < added.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (AddDocument(document, documents[i]) is not { } id)
                continue;
            AddChunks(chunk, id, documents[i].Chunks);
            added[i] = true;
        }
        if (Array.Exists(added, a => a))
            _connection.Execute("UPDATE memory SET revision = revision + 1");
        transaction.Commit();
        return added;
    }

    /// <summary>Removes documents and their chunks in one transaction; gives how many there were.</summary>
    public int Remove(IReadOnlyList<long> documents)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.Command("DELETE FROM documents WHERE id = $id");
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var removed = 0;
        foreach (var document in documents)
        {
            id.Value = document;
            removed += command.ExecuteNonQuery();
        }
        if (removed > 0)
            _connection.Execute("UPDATE memory SET revision = revision + 1, rewritten = revision + 1");
        transaction.Commit();
        return removed;
    }

    /// <summary>Disconnects and lets go of the lock.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _lock.Dispose();
    }

    private static long? AddDocument(SqliteCommand command, PreparedDocument document)
    {
        var meta = JsonSerializer.Serialize(document.Record.Meta ?? new Dictionary<string, string>(StringComparer.Ordinal));
        var checksum = Checksum.OfDocument(
            document.Bytes, document.Hash, Encoding.UTF8.GetBytes(document.Record.Source), Encoding.UTF8.GetBytes(meta));
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$source", document.Record.Source);
        command.Parameters.AddWithValue("$hash", document.Hash);
        command.Parameters.AddWithValue("$meta", meta);
        command.Parameters.AddWithValue("$bytes", document.Bytes);
        command.Parameters.AddWithValue("$checksum", checksum);
        return command.ExecuteScalar() as long?;
    }

    private static void AddChunks(SqliteCommand command, long document, IReadOnlyList<PreparedChunk> chunks)
    {
        for (var ordinal = 0; ordinal < chunks.Count; ordinal++)
        {
            var (text, tokens, features) = chunks[ordinal];
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$document", document);
            command.Parameters.AddWithValue("$ordinal", ordinal);
            command.Parameters.AddWithValue("$text", text);
            command.Parameters.AddWithValue("$tokens", tokens);
            command.Parameters.AddWithValue("$features", features);
            command.Parameters.AddWithValue("$checksum", Checksum.OfChunk(document, ordinal, tokens, text, features));
            command.ExecuteNonQuery();
        }
    }
}
