using System.Text;
using Loci.Embedding;
using Loci.Memories.Sqlite;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Upkeep;

/// <summary>Makes the features of another embedder beside those in force, and puts them in force when every chunk has them.</summary>
internal sealed class ReEmbedding(MemoryDatabase database, IEmbedder embedder, IProgress<UpkeepProgress>? progress)
{
    private const int Batch = 256;

    /// <summary>Runs to the end, or to a cancellation; gives how many chunks were embedded.</summary>
    public long Run(bool restart, CancellationToken cancellationToken)
    {
        using var writer = new MemoryWriter(database, TimeProvider.System);
        var connection = writer.Connection;
        var settings = MemorySchema.Settings(connection, database.Folder);
        if (string.Equals(settings.Embedder, embedder.Identity, StringComparison.Ordinal))
            return 0;
        Begin(connection, settings, restart);
        var (done, total) = (0L, connection.Number("SELECT count(*) FROM chunks"));
        var before = connection.Number($"SELECT count(*) FROM {MemorySchema.Features(settings.Generation + 1)}");
        for (var last = 0L; Next(connection, settings.Generation + 1, last) is { Count: > 0 } batch; last = batch[^1].Id)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Embed(connection, settings.Generation + 1, batch, cancellationToken);
            done += batch.Count;
            progress?.Report(new UpkeepProgress("embedding", before + done, total));
        }
        Finish(connection, settings);
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return done;
    }

    private void Begin(SqliteConnection connection, MemorySettings settings, bool restart)
    {
        using var transaction = connection.BeginTransaction();
        if (settings.Pending is { } pending && !string.Equals(pending, embedder.Identity, StringComparison.Ordinal))
        {
            if (!restart)
                throw new InvalidInputException($"A re-embedding of the memory {database.Folder.Path} was begun with '{pending}', but '{embedder.Identity}' was given. "
                    + "Go on with the one it was begun with, or say that it is to be dropped (--restart).");
            connection.Execute($"DROP TABLE IF EXISTS {MemorySchema.Features(settings.Generation + 1)}");
        }
        MemorySchema.CreateFeatures(connection, settings.Generation + 1);
        connection.Execute(
            "UPDATE memory SET pending = $pending, pending_parts = $parts", ("$pending", embedder.Identity), ("$parts", EmbedderParts.Write(embedder.Parts)));
        transaction.Commit();
    }

    /// <summary>The next chunks without new features; a checksum that does not hold stops everything before it is built upon.</summary>
    private List<(long Id, string Text)> Next(SqliteConnection connection, int generation, long last)
    {
        using var command = connection.Command(
            $"SELECT id, document, ordinal, text, tokens, checksum FROM chunks WHERE id > $last AND NOT EXISTS (SELECT 1 FROM {MemorySchema.Features(generation)} WHERE chunk = chunks.id)"
            + $" ORDER BY id LIMIT {Batch}", ("$last", last));
        using var reader = command.ExecuteReader();
        var batch = new List<(long, string)>();
        while (reader.Read())
        {
            var (id, text) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(3));
            if (Checksum.OfChunk(reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(4), text) != reader.GetInt64(5))
                throw new InvalidInputException(FormattableString.Invariant(
                    $"Chunk {id} of the memory {database.Folder.Path} is damaged: it does not match its checksum. Restore the memory from a backup, or forget the document and add it again."));
            batch.Add((id, Encoding.UTF8.GetString(text)));
        }
        return batch;
    }

    private void Embed(SqliteConnection connection, int generation, List<(long Id, string Text)> batch, CancellationToken cancellationToken)
    {
        var features = embedder.Embed([.. batch.Select(chunk => chunk.Text)], cancellationToken);
        if (features.Count != batch.Count)
            throw new InvalidInputException($"The embedder '{embedder.Identity}' gave {features.Count} answers for {batch.Count} texts. Use another embedder.");
        using var transaction = connection.BeginTransaction();
        using var insert = connection.Command($"INSERT INTO {MemorySchema.Features(generation)} VALUES($chunk, $bytes, $checksum)");
        for (var i = 0; i < batch.Count; i++)
        {
            FeatureCheck.Hold(embedder, features[i]);
            var bytes = FeatureCodec.Encode(embedder.Parts, features[i]);
            insert.Run(("$chunk", batch[i].Id), ("$bytes", bytes), ("$checksum", Checksum.OfFeatures(batch[i].Id, generation, bytes)));
        }
        transaction.Commit();
    }

    private static void Finish(SqliteConnection connection, MemorySettings settings)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE memory SET embedder = pending, parts = pending_parts, generation = generation + 1, pending = NULL, pending_parts = NULL,"
            + " revision = revision + 1, rewritten = revision + 1");
        connection.Execute($"DROP TABLE {MemorySchema.Features(settings.Generation)}");
        transaction.Commit();
    }
}
