using Loci.Memories.Storage;
using Npgsql;

namespace Loci.Postgres.Writing;

/// <summary>
/// The documents that a write touches, read in two statements however many they are; what becomes of them is worked out here and written at the end.
/// Right only while the memory's lock is held. One thread.
/// </summary>
internal sealed class DocumentLedger
{
    private const string Columns = "SELECT id, hash, meta, bytes, added, source";

    private readonly List<LedgerEntry> _entries = [];
    private readonly Dictionary<byte[], LedgerEntry> _byHash = new(new HashComparer());
    private readonly Dictionary<string, List<LedgerEntry>> _bySource = new(StringComparer.Ordinal);

    /// <summary>All of them, in the order in which they were read or added.</summary>
    public IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Reads the documents with these hashes and those that have these sources.</summary>
    public static DocumentLedger Read(NpgsqlConnection connection, string schema, long tenant, IReadOnlyList<byte[]> hashes, IEnumerable<string> sources)
    {
        long[] keys = [.. sources.Select(SourceKey.Of)];
        return Load(connection, schema, connection.Rows(
            $"{Columns} FROM {schema}.documents WHERE tenant = $1 AND hash = ANY($2)"
            + $" UNION {Columns} FROM {schema}.documents WHERE tenant = $1 AND source_key = ANY($3)"
            + $" UNION {Columns} FROM {schema}.documents WHERE tenant = $1 AND id IN (SELECT document FROM {schema}.copies WHERE tenant = $1 AND source_key = ANY($3)) ORDER BY id",
            Row, tenant, hashes.ToArray(), keys));
    }

    /// <summary>Reads the documents with these numbers.</summary>
    public static DocumentLedger Read(NpgsqlConnection connection, string schema, long tenant, IReadOnlyList<long> documents) =>
        Load(connection, schema, connection.Rows($"{Columns} FROM {schema}.documents WHERE tenant = $1 AND id = ANY($2) ORDER BY id", Row, tenant, documents.ToArray()));

    /// <summary>The document with this hash; null where there is none.</summary>
    public LedgerEntry? Find(byte[] hash) => _byHash.GetValueOrDefault(hash);

    /// <summary>The documents that have a source.</summary>
    public IReadOnlyList<LedgerEntry> OwnersOf(string source) => [.. _bySource.GetValueOrDefault(source, []).Where(entry => entry.Has(source)).Distinct()];

    /// <summary>Adds a document.</summary>
    public void Add(LedgerEntry entry)
    {
        _entries.Add(entry);
        _byHash.Add(entry.Hash, entry);
        Owns(entry, entry.Source);
    }

    /// <summary>Notes that a document has a source now.</summary>
    public void Owns(LedgerEntry entry, string source)
    {
        if (!_bySource.TryGetValue(source, out var owners))
            _bySource.Add(source, owners = []);
        owners.Add(entry);
    }

    private static DocumentLedger Load(NpgsqlConnection connection, string schema, List<(long Id, byte[] Hash, string Meta, long Bytes, long Added, string Source)> rows)
    {
        var ledger = new DocumentLedger();
        if (rows.Count == 0) return ledger;
        var copies = connection.Rows(
            $"SELECT document, source FROM {schema}.copies WHERE document = ANY($1)", reader => (reader.GetInt64(0), reader.GetString(1)), rows.Select(row => row.Id).ToArray())
            .ToLookup(row => row.Item1, row => row.Item2);
        foreach (var (id, hash, meta, bytes, added, source) in rows)
        {
            var entry = new LedgerEntry(id, hash, meta, bytes, added, source, copies[id]);
            ledger.Add(entry);
            foreach (var copy in copies[id])
                ledger.Owns(entry, copy);
        }
        return ledger;
    }

    private static (long Id, byte[] Hash, string Meta, long Bytes, long Added, string Source) Row(NpgsqlDataReader reader) =>
        (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5));
}
