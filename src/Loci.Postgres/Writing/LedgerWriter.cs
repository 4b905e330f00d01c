using Npgsql;

namespace Loci.Postgres.Writing;

/// <summary>Writes what became of the documents of a ledger, many rows a statement.</summary>
internal static class LedgerWriter
{
    /// <summary>Writes; the caller commits.</summary>
    public static void Write(PostgresTransaction transaction, long tenant, DocumentLedger ledger, CancellationToken cancellationToken)
    {
        using (var batch = transaction.Connection.CreateBatch())
        {
            Remove(batch, transaction, [.. ledger.Entries.Where(entry => entry.IsGone && entry.Content is null)]);
            var staying = ledger.Entries.Where(entry => !entry.IsGone).ToArray();
            Rename(batch, transaction.Database.Schema, [.. staying.Where(entry => entry.Content is null && entry.IsRenamed)]);
            Insert(batch, transaction.Database.Schema, tenant, [.. staying.Where(entry => entry.Content is not null)]);
            Copies(batch, transaction.Database.Schema, tenant, staying);
            if (batch.BatchCommands.Count > 0)
                batch.ExecuteNonQuery();
        }
        var chunks = new ChunkWriter(transaction, tenant);
        foreach (var entry in ledger.Entries.Where(entry => !entry.IsGone && entry.Content is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunks.Add(entry.Id, entry.Content!.Chunks!);
        }
        chunks.Finish();
    }

    private static void Remove(NpgsqlBatch batch, PostgresTransaction transaction, LedgerEntry[] gone)
    {
        if (gone.Length == 0) return;
        var schema = transaction.Database.Schema;
        var ids = Ids(gone);
        batch.Add($"INSERT INTO {schema}.removals SELECT id, tenant, $1 FROM {schema}.chunks WHERE document = ANY($2)", transaction.Settings.Memory.Revision + 1, ids);
        batch.Add($"DELETE FROM {schema}.documents WHERE id = ANY($1)", ids);
    }

    private static void Rename(NpgsqlBatch batch, string schema, LedgerEntry[] renamed)
    {
        if (renamed.Length == 0) return;
        batch.Add(
            $"UPDATE {schema}.documents AS d SET source = n.source, source_key = n.source_key, checksum = n.checksum FROM unnest($1, $2, $3, $4) AS n(id, source, source_key, checksum) WHERE d.id = n.id",
            Ids(renamed), Sources(renamed), Keys(Sources(renamed)), renamed.Select(entry => entry.Checksum).ToArray());
    }

    private static void Insert(NpgsqlBatch batch, string schema, long tenant, LedgerEntry[] added)
    {
        if (added.Length == 0) return;
        batch.Add(
            $"INSERT INTO {schema}.documents(id, tenant, source, source_key, hash, meta, labels, bytes, added, checksum)"
            + " SELECT n.id, $1, n.source, n.source_key, n.hash, n.meta, n.labels::jsonb, n.bytes, n.added, n.checksum"
            + " FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS n(id, source, source_key, hash, meta, labels, bytes, added, checksum)",
            tenant, Ids(added), Sources(added), Keys(Sources(added)), added.Select(entry => entry.Hash).ToArray(), added.Select(entry => entry.Meta).ToArray(),
            added.Select(entry => Labels.Of(entry.Content!.Record.Meta)).ToArray(), added.Select(entry => entry.Bytes).ToArray(),
            added.Select(entry => entry.Added).ToArray(), added.Select(entry => entry.Checksum).ToArray());
    }

    private static void Copies(NpgsqlBatch batch, string schema, long tenant, LedgerEntry[] staying)
    {
        var lost = staying.SelectMany(entry => entry.LostCopies.Select(source => (entry.Id, source))).ToArray();
        if (lost.Length > 0)
            batch.Add(
                $"DELETE FROM {schema}.copies AS c USING unnest($1, $2) AS n(document, source_key) WHERE c.document = n.document AND c.source_key = n.source_key",
                lost.Select(copy => copy.Id).ToArray(), Keys(lost.Select(copy => copy.source)));
        var found = staying.SelectMany(entry => entry.NewCopies.Select(source => (entry.Id, source))).ToArray();
        if (found.Length > 0)
            batch.Add(
                $"INSERT INTO {schema}.copies(tenant, source, source_key, document) SELECT $1, n.source, n.source_key, n.document FROM unnest($2, $3, $4) AS n(source, source_key, document)",
                tenant, found.Select(copy => copy.source).ToArray(), Keys(found.Select(copy => copy.source)), found.Select(copy => copy.Id).ToArray());
    }

    private static long[] Ids(LedgerEntry[] entries) => [.. entries.Select(entry => entry.Id)];

    private static string[] Sources(LedgerEntry[] entries) => [.. entries.Select(entry => entry.Source)];

    private static long[] Keys(IEnumerable<string> sources) => [.. sources.Select(SourceKey.Of)];
}
