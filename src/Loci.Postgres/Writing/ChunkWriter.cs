using Loci.Memories.Storage;
using Loci.Postgres.Schema;
using Loci.Postgres.Vectors;

namespace Loci.Postgres.Writing;

/// <summary>Writes chunks, their features and their vectors, some mebibytes a statement.</summary>
internal sealed class ChunkWriter(PostgresTransaction transaction, long tenant)
{
    private const int Most = 1 << 21; // bytes of texts and features in one batch

    private const int FewChunks = 1024;

    private readonly long _first = transaction.LastChunk;
    private readonly List<(long Id, long Document, int Ordinal, PreparedChunk Content)> _rows = [];
    private readonly VectorColumn? _vectors = VectorColumn.Of(transaction);
    private long _bytes;

    /// <summary>Adds the chunks of a document.</summary>
    public void Add(long document, IReadOnlyList<PreparedChunk> chunks)
    {
        for (var ordinal = 0; ordinal < chunks.Count; ordinal++)
        {
            _rows.Add((++transaction.LastChunk, document, ordinal, chunks[ordinal]));
            _bytes += chunks[ordinal].Utf8.Length + chunks[ordinal].Features.Length;
            if (_bytes >= Most)
                Flush();
        }
    }

    /// <summary>
    /// Writes what is left. Where the number of chunks has doubled, the server counts what its table of vectors holds, since it follows a graph only if it knows that there are many.
    /// </summary>
    public void Finish()
    {
        Flush();
        if (_vectors is not null && transaction.LastChunk >= FewChunks && long.Log2(transaction.LastChunk) > long.Log2(Math.Max(1, _first)))
            transaction.Connection.ExecuteUnhurried($"ANALYZE {transaction.Database.Vectors(transaction.Settings.Memory.Generation)}");
    }

    private void Flush()
    {
        if (_rows.Count == 0) return;
        long[] ids = [.. _rows.Select(row => row.Id)];
        long[] documents = [.. _rows.Select(row => row.Document)];
        var generation = transaction.Settings.Memory.Generation;
        using var batch = transaction.Connection.CreateBatch();
        batch.Timeout = 0;
        batch.Add(
            $"INSERT INTO {transaction.Database.Schema}.chunks(id, tenant, document, ordinal, text, tokens, checksum)"
            + " SELECT n.id, $1, n.document, n.ordinal, n.text, n.tokens, n.checksum FROM unnest($2, $3, $4, $5, $6, $7) AS n(id, document, ordinal, text, tokens, checksum)",
            tenant, ids, documents, _rows.Select(row => row.Ordinal).ToArray(), _rows.Select(row => row.Content.Utf8).ToArray(), _rows.Select(row => row.Content.Tokens).ToArray(),
            _rows.Select(row => Checksum.OfChunk(row.Document, row.Ordinal, row.Content.Tokens, row.Content.Utf8)).ToArray());
        batch.Add(
            $"INSERT INTO {transaction.Database.Features(generation)}(chunk, bytes, checksum) SELECT * FROM unnest($1, $2, $3)",
            ids, _rows.Select(row => row.Content.Features).ToArray(), _rows.Select(row => Checksum.OfFeatures(row.Id, generation, row.Content.Features)).ToArray());
        if (_vectors is not null)
            batch.Add(_vectors.InsertSql, tenant, ids, documents, _vectors.Values(_rows.Select(row => row.Content.Features)));
        batch.ExecuteNonQuery();
        _rows.Clear();
        _bytes = 0;
    }
}
