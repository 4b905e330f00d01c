using Loci.Embedding;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>A read transaction: in WAL mode it sees the state in which it began and blocks nobody.</summary>
internal sealed class SqliteSnapshot : IMemorySnapshot
{
    private const string DocumentColumns =
        "SELECT id, source, hash, meta, bytes, added, checksum, (SELECT original FROM duplicates WHERE document = documents.id) FROM documents ";

    private readonly MemoryDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly StoredRows _rows;
    private readonly long _tenant;
    private readonly string _chunkColumns;

    /// <summary>Begins the transaction.</summary>
    public SqliteSnapshot(MemoryDatabase database, IReadOnlyList<FeaturePart> parts, string tenant)
    {
        _database = database;
        _connection = database.Read();
        try
        {
            _transaction = _connection.BeginTransaction(deferred: true);
            Settings = MemorySchema.Settings(_connection, database.Folder);
            _tenant = _connection.Number("SELECT id FROM tenants WHERE name = $name", ("$name", tenant));
        }
        catch
        {
            _transaction?.Dispose();
            _connection.Dispose();
            throw;
        }
        _rows = new StoredRows(database.Folder.Path, parts, Settings.Generation);
        _chunkColumns = $"SELECT c.id, c.document, c.ordinal, c.text, c.tokens, c.checksum, f.bytes, f.checksum FROM chunks AS c LEFT JOIN {MemorySchema.Features(Settings.Generation)} AS f ON f.chunk = c.id ";
    }

    /// <inheritdoc/>
    public MemorySettings Settings { get; }

    /// <inheritdoc/>
    public IEnumerable<ChunkRow> ChunksAfter(long chunk)
    {
        using var command = _connection.Command(_chunkColumns + "WHERE c.tenant = $tenant AND c.id > $id ORDER BY c.id", ("$tenant", _tenant), ("$id", chunk));
        using var reader = Guard(command.ExecuteReader);
        var (count, sum, last) = (0L, 0L, chunk);
        while (Guard(reader.Read))
        {
            var row = Guard(() => ToChunk(reader));
            if (row.Id <= last)
                throw MemoryDescription.Disagreement(_database.Folder.Path);
            (count, sum, last) = (count + 1, sum + row.Id, row.Id);
            yield return row;
        }
        Guard(() => HoldWhole(chunk, count, sum));
    }

    /// <summary>Pages have no checksum, so that a damaged index may lose rows without a word: what was read through it is held against the table itself.</summary>
    private bool HoldWhole(long chunk, long count, long sum)
    {
        const string rows = "FROM chunks NOT INDEXED WHERE id > $id AND tenant = $tenant";
        (string, object)[] given = [("$id", chunk), ("$tenant", _tenant)];
        return _connection.Number("SELECT count(*) " + rows, given) == count && _connection.Number("SELECT coalesce(sum(id), 0) " + rows, given) == sum
            ? true : throw MemoryDescription.Disagreement(_database.Folder.Path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> RemovedSince(long revision) => Guard(() =>
    {
        using var command = _connection.Command(
            "SELECT chunk FROM removals WHERE tenant = $tenant AND revision > $revision ORDER BY chunk", ("$tenant", _tenant), ("$revision", revision));
        using var reader = command.ExecuteReader();
        var removed = new List<long>();
        while (reader.Read())
            removed.Add(reader.GetInt64(0));
        return removed;
    });

    /// <inheritdoc/>
    public long? ChecksumOf(long chunk) => Guard(() =>
    {
        using var command = _connection.Command(_chunkColumns + "WHERE c.tenant = $tenant AND c.id = $id", ("$tenant", _tenant), ("$id", chunk));
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(7) ? reader.GetInt64(5) ^ reader.GetInt64(7) : (long?)null;
    });

    /// <inheritdoc/>
    public IReadOnlyList<ChunkRow> Chunks(IReadOnlyList<long> chunks) => Guard(() =>
    {
        using var command = _connection.Command(_chunkColumns + "WHERE c.tenant = $tenant AND c.id = $id", ("$tenant", _tenant));
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var rows = new ChunkRow[chunks.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            id.Value = chunks[i];
            using var reader = command.ExecuteReader();
            rows[i] = reader.Read() ? ToChunk(reader) : throw _rows.Missing("Chunk", chunks[i]);
        }
        return rows;
    });

    /// <inheritdoc/>
    public IEnumerable<StoredDocument> Documents(DocumentFilter filter)
    {
        using var copies = _connection.Command("SELECT source FROM copies WHERE document = $document ORDER BY source");
        foreach (var part in FilterSql.Split(filter))
        {
            using var command = _connection.Command(DocumentColumns);
            FilterSql.Apply(command, _tenant, part);
            using var reader = Guard(command.ExecuteReader);
            while (Guard(reader.Read))
            {
                var document = Guard(() => ToDocument(reader, copies));
                if (filter.Where is null || filter.Where(document))
                    yield return document;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<string>?> SourcesOf(IReadOnlyList<byte[]> hashes) => Guard(() =>
    {
        using var command = _connection.Command("SELECT id, source FROM documents WHERE tenant = $tenant AND hash = $hash");
        using var copies = _connection.Command("SELECT source FROM copies WHERE document = $document");
        var known = new IReadOnlyList<string>?[hashes.Count];
        for (var i = 0; i < known.Length; i++)
        {
            using var reader = command.With(("$tenant", _tenant), ("$hash", hashes[i])).ExecuteReader();
            known[i] = reader.Read() ? [reader.GetString(1), .. Copies(copies, reader.GetInt64(0))] : null;
        }
        return known;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private ChunkRow ToChunk(SqliteDataReader reader) => _rows.Read(() =>
    {
        var (features, checksum) = reader.IsDBNull(6) ? (null, 0) : (reader.GetFieldValue<byte[]>(6), reader.GetInt64(7));
        return _rows.Chunk(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetInt64(4), reader.GetInt64(5), features, checksum);
    });

    private StoredDocument ToDocument(SqliteDataReader reader, SqliteCommand copies) => _rows.Read(() =>
    {
        var id = reader.GetInt64(0);
        return _rows.Document(id, reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)) with
        {
            Copies = Copies(copies, id),
            DuplicateOf = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        };
    });

    private static List<string> Copies(SqliteCommand command, long document)
    {
        using var reader = command.With(("$document", document)).ExecuteReader();
        var sources = new List<string>();
        while (reader.Read())
            sources.Add(reader.GetString(0));
        return sources;
    }

    private T Guard<T>(Func<T> action) => _database.Guard(action);
}
