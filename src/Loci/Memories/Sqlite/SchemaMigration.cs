using System.Globalization;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Brings a memory of format 1 up to format 2 in one transaction: every checksum is held against the old row before the new row is written.</summary>
internal static class SchemaMigration
{
    /// <summary>Migrates, unless another process has done so meanwhile.</summary>
    /// <exception cref="InvalidInputException">A row is damaged; the memory stays as it was.</exception>
    public static void FromFormat1(SqliteConnection connection, MemoryFolder folder, DateTimeOffset now)
    {
        connection.Execute("PRAGMA foreign_keys = OFF"); // tables change their names under each other
        using var transaction = connection.BeginTransaction();
        if (MemorySchema.Format(connection, folder) != 1)
            return;
        connection.Execute("ALTER TABLE memory RENAME TO memory_1; ALTER TABLE documents RENAME TO documents_1; ALTER TABLE chunks RENAME TO chunks_1");
        MemorySchema.CreateTables(connection);
        MemorySchema.CreateFeatures(connection, 1);
        connection.Execute("INSERT INTO memory SELECT one, id, embedder, parts, 1, created, revision + 1, revision + 1, NULL, NULL FROM memory_1");
        connection.Execute("INSERT INTO tenants VALUES(1, '')");
        MoveDocuments(connection, folder, now.ToUnixTimeMilliseconds());
        MoveChunks(connection, folder);
        connection.Execute("DELETE FROM sqlite_sequence WHERE name IN ('documents', 'chunks')"); // no number is used twice, though its owner be gone
        connection.Execute("UPDATE sqlite_sequence SET name = substr(name, 1, length(name) - 2) WHERE name IN ('documents_1', 'chunks_1')");
        connection.Execute("DROP TABLE chunks_1; DROP TABLE documents_1; DROP TABLE memory_1");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {MemorySchema.Version}"));
        transaction.Commit();
    }

    private static void MoveDocuments(SqliteConnection connection, MemoryFolder folder, long added)
    {
        using var read = connection.Command("SELECT id, source, hash, meta, bytes FROM documents_1 ORDER BY id");
        using var write = connection.Command(
            "INSERT INTO documents(id, tenant, source, hash, meta, bytes, added, checksum) VALUES($id, 1, $source, $hash, $meta, $bytes, $added, $checksum)");
        using var reader = read.ExecuteReader();
        while (reader.Read())
        {
            var (id, source, hash, meta, bytes) = (reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt64(4));
            if (hash.Length != 32) throw Damaged(folder, "Document", id);
            write.Run(("$id", id), ("$source", source), ("$hash", hash), ("$meta", meta), ("$bytes", bytes), ("$added", added),
                ("$checksum", Checksum.OfDocument(bytes, added, hash, source, meta)));
        }
    }

    private static void MoveChunks(SqliteConnection connection, MemoryFolder folder)
    {
        using var read = connection.Command("SELECT id, document, ordinal, text, tokens, features, checksum FROM chunks_1 ORDER BY id");
        using var chunk = connection.Command(
            "INSERT INTO chunks(id, tenant, document, ordinal, text, tokens, checksum) VALUES($id, 1, $document, $ordinal, $text, $tokens, $checksum)");
        using var feature = connection.Command($"INSERT INTO {MemorySchema.Features(1)} VALUES($chunk, $bytes, $checksum)");
        using var reader = read.ExecuteReader();
        while (reader.Read())
        {
            var (id, document, ordinal, tokens) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(4));
            var (text, bytes) = (reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(5));
            if (Checksum.OfFormer(document, ordinal, tokens, text, bytes) != reader.GetInt64(6)) throw Damaged(folder, "Chunk", id);
            chunk.Run(("$id", id), ("$document", document), ("$ordinal", ordinal), ("$text", text), ("$tokens", tokens),
                ("$checksum", Checksum.OfChunk(document, ordinal, tokens, text)));
            feature.Run(("$chunk", id), ("$bytes", bytes), ("$checksum", Checksum.OfFeatures(id, 1, bytes)));
        }
    }

    private static InvalidInputException Damaged(MemoryFolder folder, string what, long id) => new(FormattableString.Invariant(
        $"The memory {folder.Path} has format 1 and cannot be brought up to date: {what.ToLowerInvariant()} {id} does not match its checksum. Restore the memory from a backup."));
}
