using System.Globalization;
using System.Security.Cryptography;
using Loci.Memories.Sqlite;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Upkeep;

/// <summary>Reads a whole memory in one state and collects everything that is wrong with it.</summary>
internal sealed class DeepCheck(MemoryDatabase database, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
{
    private const int MostProblems = 100;
    private const int RowsPerReport = 4096;

    private readonly List<string> _problems = [];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _documents;
    private long _chunks;

    /// <summary>Checks everything.</summary>
    public CheckResult Run()
    {
        using var _ = _digest;
        using var connection = database.Read();
        using var transaction = connection.BeginTransaction(deferred: true);
        var settings = MemorySchema.Settings(connection, database.Folder);
        Pages(connection);
        Rules(connection, settings);
        foreach (var (id, name) in Tenants(connection))
        {
            _digest.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            Documents(connection, settings, id);
            Chunks(connection, settings, id);
        }
        return new CheckResult(_problems, _documents, _chunks, Convert.ToHexStringLower(_digest.GetHashAndReset()));
    }

    /// <summary>SQLite's own checks.</summary>
    private void Pages(SqliteConnection connection)
    {
        progress?.Report(new UpkeepProgress("pages", 0, 0));
        foreach (var line in Texts(connection, $"PRAGMA integrity_check({MostProblems})").Where(line => line != "ok"))
            Note($"memory.db is damaged: {line}");
        foreach (var line in Texts(connection, "SELECT \"table\" || ' row ' || rowid || ' refers to ' || parent || ', which has no such row' FROM pragma_foreign_key_check"))
            Note(line);
    }

    /// <summary>What holds between tables and no constraint says.</summary>
    private void Rules(SqliteConnection connection, MemorySettings settings)
    {
        if (EmbedderParts.Read(settings.Parts) is null)
            Note("The parts of the embedder cannot be read.");
        foreach (var (rule, sql) in (ReadOnlySpan<(string, string)>)
        [
            ("chunks belong to another tenant than their document", "SELECT count(*) FROM chunks JOIN documents ON documents.id = chunks.document WHERE documents.tenant <> chunks.tenant"),
            ("chunks were noted as removed and are still there", "SELECT count(*) FROM removals JOIN chunks ON chunks.id = removals.chunk"),
            ("documents have gaps between their chunks", "SELECT count(*) FROM (SELECT document FROM chunks GROUP BY document HAVING max(ordinal) <> count(*) - 1 OR min(ordinal) <> 0)"),
        ])
        {
            if (connection.Number(sql) is > 0 and var count)
                Note(string.Create(CultureInfo.InvariantCulture, $"{count} {rule}."));
        }
    }

    private void Documents(SqliteConnection connection, MemorySettings settings, long tenant)
    {
        var rows = new StoredRows(database.Folder.Path, [], settings.Generation);
        using var command = connection.Command("SELECT id, source, hash, meta, bytes, added, checksum FROM documents WHERE tenant = $tenant ORDER BY id", ("$tenant", tenant));
        Each(command, "documents", reader =>
        {
            _documents++;
            var document = rows.Document(
                reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
            Digest(document.Id, document.Bytes, Checksum.OfDocument(document.Bytes, 0, reader.GetFieldValue<byte[]>(2), document.Source, reader.GetString(3)));
        });
        foreach (var copy in Texts(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT document || ' ' || source FROM copies WHERE tenant = {tenant} ORDER BY document, source")))
            _digest.AppendData(System.Text.Encoding.UTF8.GetBytes(copy));
    }

    private void Chunks(SqliteConnection connection, MemorySettings settings, long tenant)
    {
        var rows = new StoredRows(database.Folder.Path, EmbedderParts.Read(settings.Parts) ?? [], settings.Generation);
        using var command = connection.Command(
            $"SELECT c.id, c.document, c.ordinal, c.text, c.tokens, c.checksum, f.bytes, f.checksum FROM chunks AS c LEFT JOIN {MemorySchema.Features(settings.Generation)} AS f ON f.chunk = c.id"
            + " WHERE c.tenant = $tenant ORDER BY c.id", ("$tenant", tenant));
        Each(command, "chunks", reader =>
        {
            _chunks++;
            var (features, checksum) = reader.IsDBNull(6) ? (null, 0) : (reader.GetFieldValue<byte[]>(6), reader.GetInt64(7));
            var chunk = rows.Chunk(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetInt64(4), reader.GetInt64(5), features, checksum);
            Digest(chunk.Id, chunk.Tokens, reader.GetInt64(5));
            _digest.AppendData(features!);
        });
    }

    private void Each(SqliteCommand command, string stage, Action<SqliteDataReader> read)
    {
        try
        {
            using var reader = command.ExecuteReader();
            for (var row = 1L; reader.Read(); row++)
            {
                if (row % RowsPerReport == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report(new UpkeepProgress(stage, row, 0));
                }
                try
                {
                    read(reader);
                }
                catch (Exception e) when (e is InvalidInputException or InvalidCastException or InvalidOperationException or OverflowException or System.Text.Json.JsonException)
                {
                    Note(e is InvalidInputException ? e.Message : $"A row of {stage} has a value of a kind that does not belong there.");
                }
            }
        }
        catch (SqliteException e)
        {
            Note($"Not all {stage} could be read: {e.Message}");
        }
    }

    private static List<(long Id, string Name)> Tenants(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT id, name FROM tenants WHERE EXISTS (SELECT 1 FROM documents WHERE tenant = tenants.id) ORDER BY name");
        using var reader = command.ExecuteReader();
        var tenants = new List<(long, string)>();
        while (reader.Read())
            tenants.Add((reader.GetInt64(0), reader.GetString(1)));
        return tenants;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    private void Digest(long one, long two, long three)
    {
        Span<long> numbers = [one, two, three];
        _digest.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers));
    }

    private void Note(string problem)
    {
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }
}
