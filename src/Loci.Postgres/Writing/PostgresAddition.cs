using System.Text.Json;
using Loci.Memories.Storage;

namespace Loci.Postgres.Writing;

/// <summary>
/// Works out what becomes of the documents of an addition. What a replaced source had before loses it; at the end a document without any source goes, unless a
/// later document of the same batch has its text: lines of a file that moved are then found again.
/// </summary>
internal sealed class PostgresAddition
{
    private readonly PostgresTransaction _transaction;
    private readonly DocumentLedger _ledger;
    private readonly PostgresNearDuplicates _near;
    private readonly HashSet<LedgerEntry> _orphans = [];
    private readonly long _now;
    private bool _changed;

    private PostgresAddition(PostgresTransaction transaction, long tenant, IReadOnlyList<PreparedDocument> documents, DateTimeOffset now)
    {
        (_transaction, _now) = (transaction, now.ToUnixTimeMilliseconds());
        _ledger = DocumentLedger.Read(
            transaction.Connection, transaction.Database.Schema, tenant, [.. documents.Select(document => document.Hash)],
            documents.Where(document => document.Record.Replaces).Select(document => document.Record.Source).Distinct(StringComparer.Ordinal));
        _near = PostgresNearDuplicates.Read(transaction, tenant, documents);
    }

    /// <summary>Adds the documents whose text is unknown, and the sources of the others; says of each whether it is new. Gives null for what changes nothing.</summary>
    public static bool[] Run(PostgresTransaction transaction, string tenant, IReadOnlyList<PreparedDocument> documents, DateTimeOffset now, Guid token, CancellationToken cancellationToken)
    {
        var number = transaction.Tenant(tenant);
        var addition = new PostgresAddition(transaction, number, documents, now);
        bool[] added = [.. documents.Select(addition.Add)];
        foreach (var orphan in addition._orphans)
            orphan.IsGone = true;
        if (addition._changed || addition._orphans.Count > 0)
        {
            LedgerWriter.Write(transaction, number, addition._ledger, cancellationToken);
            addition._near.Write(transaction, addition._ledger);
            transaction.Change(token);
        }
        return added;
    }

    private bool Add(PreparedDocument document)
    {
        var source = document.Record.Source;
        var known = _ledger.Find(document.Hash);
        if (document.Record.Replaces)
            Supersede(source, known);
        if (known is not null)
        {
            if (_orphans.Remove(known))
                known.Rename(source);
            else
                _changed |= known.AddCopy(source);
            _ledger.Owns(known, source);
            return false;
        }
        var original = document.Signature is { } signature ? _near.Find(signature, _orphans) : null;
        if (original is not null && document.Signature!.Drop)
            return false;
        var entry = Insert(document);
        if (document.Signature is not null)
            _near.Remember(entry, document.Signature, original);
        return _changed = true;
    }

    /// <summary>Takes a source from the documents that have it, but for the one whose text it has now.</summary>
    private void Supersede(string source, LedgerEntry? keep)
    {
        foreach (var former in _ledger.OwnersOf(source).Where(owner => owner != keep && !_orphans.Contains(owner)))
        {
            _changed = true;
            if (!former.TakeSource(source))
                _orphans.Add(former);
        }
    }

    private LedgerEntry Insert(PreparedDocument document)
    {
        if (document.Chunks is null)
            throw new InvalidInputException($"'{document.Record.Source}' was in the memory when its addition began and was forgotten meanwhile. Add it again.");
        var meta = JsonSerializer.Serialize(document.Record.Meta ?? new Dictionary<string, string>(StringComparer.Ordinal));
        var entry = new LedgerEntry(++_transaction.LastDocument, document.Hash, meta, document.Bytes, _now, document.Record.Source, []) { Content = document };
        _ledger.Add(entry);
        return entry;
    }
}
