using System.Data;
using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Storage;
using Loci.Postgres.Schema;
using Npgsql;

namespace Loci.Postgres.Reading;

/// <summary>A transaction that only reads, at the isolation level REPEATABLE READ: it sees the state in which it began, blocks nobody and is blocked by nobody.</summary>
internal sealed class PostgresSnapshot : IMemorySnapshot
{
    private const int Page = 1000;
    private const string DocumentColumns = "SELECT d.id, d.source, d.hash, d.meta, d.bytes, d.added, d.checksum, u.original";

    private readonly PostgresDatabase _database;
    private readonly NpgsqlTransaction _transaction;
    private readonly StoredRows _rows;
    private readonly string _chunkColumns;

    /// <summary>Begins the transaction.</summary>
    public PostgresSnapshot(PostgresDatabase database, IReadOnlyList<FeaturePart> parts, string tenant)
    {
        _database = database;
        Connection = database.Connect();
        try
        {
            _transaction = Connection.BeginTransaction(IsolationLevel.RepeatableRead);
            Connection.Execute("SET TRANSACTION READ ONLY");
            Stored = StoredSettings.Read(Connection, database);
            Tenant = Connection.Number($"SELECT id FROM {database.Schema}.tenants WHERE name = $1", tenant);
        }
        catch
        {
            Dispose();
            throw;
        }
        _rows = new StoredRows(database.Address.Name, parts, Settings.Generation);
        _chunkColumns = $"SELECT c.id, c.document, c.ordinal, c.text, c.tokens, c.checksum, f.bytes, f.checksum FROM {database.Schema}.chunks AS c"
            + $" LEFT JOIN {database.Features(Settings.Generation)} AS f ON f.chunk = c.id WHERE c.tenant = $1 AND ";
    }

    /// <inheritdoc/>
    public MemorySettings Settings => Stored.Memory;

    /// <summary>What the memory says of itself besides.</summary>
    public StoredSettings Stored { get; }

    /// <summary>The number of the tenant; 0 where nothing was ever added for it.</summary>
    public long Tenant { get; }

    /// <summary>The connection of the transaction.</summary>
    public NpgsqlConnection Connection { get; }

    /// <inheritdoc/>
    public IEnumerable<ChunkRow> ChunksAfter(long chunk)
    {
        for (var count = Page; count == Page;)
        {
            var (rows, last) = (_database.Guard(() => Connection.Rows(_chunkColumns + "c.id > $2 ORDER BY c.id LIMIT $3", ToChunk, Tenant, chunk, Page)), chunk);
            foreach (var row in rows)
            {
                yield return row;
                last = row.Id;
            }
            (count, chunk) = (rows.Count, last);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> RemovedSince(long revision) => _database.Guard(() => Connection.Rows(
        $"SELECT chunk FROM {_database.Schema}.removals WHERE tenant = $1 AND revision > $2 ORDER BY chunk", reader => reader.GetInt64(0), Tenant, revision));

    /// <inheritdoc/>
    public long? ChecksumOf(long chunk) => _database.Guard(() => Connection.Rows(
        _chunkColumns + "c.id = $2", reader => reader.IsDBNull(7) ? (long?)null : reader.GetInt64(5) ^ reader.GetInt64(7), Tenant, chunk)) is [var checksum] ? checksum : null;

    /// <inheritdoc/>
    public IReadOnlyList<ChunkRow> Chunks(IReadOnlyList<long> chunks)
    {
        if (chunks.Count == 0) return [];
        var rows = _database.Guard(() => Connection.Rows(_chunkColumns + "c.id = ANY($2)", ToChunk, Tenant, chunks.ToArray())).ToDictionary(row => row.Id);
        return [.. chunks.Select(id => rows.TryGetValue(id, out var row) ? row : throw _rows.Missing("Chunk", id))];
    }

    /// <inheritdoc/>
    public IEnumerable<StoredDocument> Documents(DocumentFilter filter)
    {
        var exact = FilterConditions.AreExact(filter);
        var last = 0L;
        for (var count = Page; count == Page;)
        {
            var rows = _database.Guard(() => DocumentsAfter(last, filter));
            foreach (var document in rows)
            {
                if (exact || filter.Means(document))
                    yield return document;
            }
            (count, last) = (rows.Count, rows.Count > 0 ? rows[^1].Id : last);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<string>?> SourcesOf(IReadOnlyList<byte[]> hashes) => _database.Guard<IReadOnlyList<IReadOnlyList<string>?>>(() =>
    {
        var known = Connection.Rows(
            $"SELECT id, source, hash FROM {_database.Schema}.documents WHERE tenant = $1 AND hash = ANY($2)",
            reader => (Id: reader.GetInt64(0), Source: reader.GetString(1), Hash: reader.GetFieldValue<byte[]>(2)), Tenant, hashes.ToArray());
        var copies = Copies([.. known.Select(document => document.Id)]);
        var sources = known.ToDictionary(document => document.Hash, document => copies[document.Id].Prepend(document.Source).ToArray(), new HashComparer());
        return [.. hashes.Select(hash => sources.GetValueOrDefault(hash))];
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _transaction?.Dispose();
        }
        catch (NpgsqlException)
        {
            // The connection is lost; there was nothing to undo.
        }
        Connection.Dispose();
    }

    private List<StoredDocument> DocumentsAfter(long last, DocumentFilter filter)
    {
        var conditions = new FilterConditions();
        var where = conditions.Of(_database.Schema, Tenant, filter);
        var sql = $"{DocumentColumns} FROM {_database.Schema}.documents AS d LEFT JOIN {_database.Schema}.duplicates AS u ON u.document = d.id"
            + $" WHERE {where} AND d.id > {conditions.Value(last)} ORDER BY d.id LIMIT {conditions.Value(Page)}";
        var rows = Connection.Rows(sql, ToDocument, conditions.Values);
        var copies = Copies([.. rows.Select(document => document.Id)]);
        return [.. rows.Select(document => document with { Copies = [.. copies[document.Id]] })];
    }

    private ILookup<long, string> Copies(long[] documents) => (documents.Length == 0 ? [] : Connection.Rows(
            $"SELECT document, source FROM {_database.Schema}.copies WHERE document = ANY($1)", reader => (Document: reader.GetInt64(0), Source: reader.GetString(1)), documents))
        .OrderBy(copy => copy.Source, StringComparer.Ordinal).ToLookup(copy => copy.Document, copy => copy.Source);

    private ChunkRow ToChunk(NpgsqlDataReader reader)
    {
        var (features, checksum) = reader.IsDBNull(6) ? (null, 0) : (reader.GetFieldValue<byte[]>(6), reader.GetInt64(7));
        return _rows.Chunk(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3), reader.GetInt32(4), reader.GetInt64(5), features, checksum);
    }

    private StoredDocument ToDocument(NpgsqlDataReader reader) =>
        _rows.Document(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)) with
        {
            DuplicateOf = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        };
}
