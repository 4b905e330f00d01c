using Loci.Memories.Storage;

namespace Loci.Postgres.Writing;

/// <summary>Works out what becomes of documents that lose sources.</summary>
internal static class PostgresRemoval
{
    /// <summary>Removes sources, and the documents that have none left; gives how many documents went.</summary>
    public static int Run(PostgresTransaction transaction, string tenant, IReadOnlyList<DocumentSource> sources, Guid token)
    {
        var number = transaction.Tenant(tenant);
        var ledger = DocumentLedger.Read(transaction.Connection, transaction.Database.Schema, number, [.. sources.Select(source => source.Document).Distinct()]);
        var entries = ledger.Entries.ToDictionary(entry => entry.Id);
        foreach (var source in sources)
            if (entries.TryGetValue(source.Document, out var entry))
                entry.IsGone |= source.Source is not { } name || !entry.TakeSource(name);
        LedgerWriter.Write(transaction, number, ledger, CancellationToken.None);
        transaction.Change(token);
        return ledger.Entries.Count(entry => entry.IsGone);
    }
}
