using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Finds documents that a new one nearly repeats: those that share a band of its signature, if enough of the signature agrees.</summary>
internal sealed class SqliteNearDuplicates(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _candidates = connection.Command(
        "SELECT s.document, s.minhash FROM bands AS b JOIN documents AS d ON d.id = b.document JOIN signatures AS s ON s.document = b.document"
        + " WHERE b.key = $key AND d.tenant = $tenant ORDER BY s.document LIMIT 100");
    private readonly SqliteCommand _band = connection.Command("INSERT INTO bands VALUES($key, $document) ON CONFLICT DO NOTHING");
    private readonly SqliteCommand _signature = connection.Command("INSERT INTO signatures VALUES($document, $minhash)");
    private readonly SqliteCommand _mark = connection.Command("INSERT INTO duplicates VALUES($document, $original, $similarity)");

    /// <summary>The most alike of the tenant's documents, the earliest of several, if it is alike enough; null otherwise. Documents about to go do not count.</summary>
    public NearDuplicate? Find(long tenant, PreparedSignature signature, IReadOnlySet<long> going)
    {
        NearDuplicate? best = null;
        foreach (var band in signature.Bands)
        {
            using var reader = _candidates.With(("$key", band), ("$tenant", tenant)).ExecuteReader();
            while (reader.Read())
            {
                var (document, similarity) = (reader.GetInt64(0), SignatureSimilarity.Of(signature.MinHash, reader.GetFieldValue<byte[]>(1)));
                if (similarity >= SignatureSimilarity.Alike && !going.Contains(document) && (best is null || similarity > best.Similarity || (similarity == best.Similarity && document < best.Document)))
                    best = new NearDuplicate(document, similarity);
            }
        }
        return best;
    }

    /// <summary>Keeps the signature of a document that was added, and marks it where it repeats another.</summary>
    public void Remember(long document, PreparedSignature signature, NearDuplicate? original)
    {
        _signature.Run(("$document", document), ("$minhash", signature.MinHash));
        foreach (var band in signature.Bands)
            _band.Run(("$key", band), ("$document", document));
        if (original is not null)
            _mark.Run(("$document", document), ("$original", original.Document), ("$similarity", original.Similarity));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_candidates, _band, _signature, _mark])
            command.Dispose();
    }
}
