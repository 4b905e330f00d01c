using Loci.Memories.Storage;

namespace Loci.Postgres.Writing;

/// <summary>Finds documents that a new one nearly repeats: those that share a band of its signature, if enough of the signature agrees. One addition long.</summary>
internal sealed class PostgresNearDuplicates
{
    private const int MostPerBand = 100;

    private readonly Dictionary<long, List<(long Document, byte[] MinHash)>> _bands = [];
    private readonly List<(LedgerEntry Document, PreparedSignature Signature, NearDuplicate? Original)> _new = [];

    /// <summary>Reads what could be near the documents of an addition.</summary>
    public static PostgresNearDuplicates Read(PostgresTransaction transaction, long tenant, IReadOnlyList<PreparedDocument> documents)
    {
        var near = new PostgresNearDuplicates();
        long[] keys = [.. documents.SelectMany(document => document.Signature?.Bands ?? []).Distinct()];
        if (keys.Length == 0) return near;
        var schema = transaction.Database.Schema;
        var rows = transaction.Connection.Rows(
            $"SELECT k.key, s.document, s.minhash FROM unnest($1) AS k(key) CROSS JOIN LATERAL (SELECT b.document FROM {schema}.bands AS b JOIN {schema}.documents AS d ON d.id = b.document"
            + $" WHERE b.key = k.key AND d.tenant = $2 ORDER BY b.document LIMIT $3) AS c JOIN {schema}.signatures AS s ON s.document = c.document ORDER BY s.document",
            reader => (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)), keys, tenant, MostPerBand);
        foreach (var (key, document, minHash) in rows)
            near.Put(key, document, minHash);
        return near;
    }

    /// <summary>The most alike of the tenant's documents, the earliest of several, if it is alike enough; null otherwise. Documents about to go do not count.</summary>
    public NearDuplicate? Find(PreparedSignature signature, IReadOnlySet<LedgerEntry> going) => signature.Bands
        .SelectMany(band => _bands.GetValueOrDefault(band, []))
        .DistinctBy(other => other.Document)
        .Where(other => !going.Any(entry => entry.Id == other.Document))
        .Select(other => new NearDuplicate(other.Document, SignatureSimilarity.Of(signature.MinHash, other.MinHash)))
        .Where(other => other.Similarity >= SignatureSimilarity.Alike)
        .OrderByDescending(other => other.Similarity).ThenBy(other => other.Document)
        .FirstOrDefault();

    /// <summary>Keeps the signature of a document that was added, and marks it where it repeats another.</summary>
    public void Remember(LedgerEntry document, PreparedSignature signature, NearDuplicate? original)
    {
        _new.Add((document, signature, original));
        foreach (var band in signature.Bands)
            Put(band, document.Id, signature.MinHash);
    }

    /// <summary>Writes the signatures of documents that stay.</summary>
    public void Write(PostgresTransaction transaction, DocumentLedger ledger)
    {
        var staying = _new.Where(one => !one.Document.IsGone).ToArray();
        if (staying.Length == 0) return;
        var gone = ledger.Entries.Where(entry => entry.IsGone).Select(entry => entry.Id).ToHashSet();
        var marks = staying.Where(one => one.Original is { } original && !gone.Contains(original.Document)).ToArray();
        var bands = staying.SelectMany(one => one.Signature.Bands.Distinct().Select(band => (Band: band, one.Document.Id))).ToArray();
        using var batch = transaction.Connection.CreateBatch();
        var schema = transaction.Database.Schema;
        batch.Add($"INSERT INTO {schema}.signatures SELECT * FROM unnest($1, $2)",
            staying.Select(one => one.Document.Id).ToArray(), staying.Select(one => one.Signature.MinHash).ToArray());
        batch.Add($"INSERT INTO {schema}.bands SELECT * FROM unnest($1, $2)", bands.Select(pair => pair.Band).ToArray(), bands.Select(pair => pair.Id).ToArray());
        batch.Add($"INSERT INTO {schema}.duplicates SELECT * FROM unnest($1, $2, $3)",
            marks.Select(one => one.Document.Id).ToArray(), marks.Select(one => one.Original!.Document).ToArray(), marks.Select(one => one.Original!.Similarity).ToArray());
        batch.ExecuteNonQuery();
    }

    private void Put(long key, long document, byte[] minHash)
    {
        if (!_bands.TryGetValue(key, out var documents))
            _bands.Add(key, documents = []);
        documents.Add((document, minHash));
    }
}
