using System.Text.Json;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>
/// Adds documents within one transaction. What a replaced source had before loses it; at the end a document without any source goes, unless a later document
/// of the same batch has its text: lines of a file that moved are then found again.
/// </summary>
internal sealed class SqliteAddition : IDisposable
{
    private readonly long _tenant;
    private readonly int _generation;
    private readonly long _now;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _document;
    private readonly SqliteCommand _chunk;
    private readonly SqliteCommand _features;
    private readonly SqliteCommand _copy;
    private readonly SqliteRemoval _removal;
    private readonly SqliteNearDuplicates _near;
    private readonly HashSet<long> _orphans = [];
    private bool _changed;

    /// <summary>Prepares the statements.</summary>
    public SqliteAddition(SqliteConnection connection, long tenant, MemorySettings settings, DateTimeOffset now)
    {
        (_tenant, _generation, _now) = (tenant, settings.Generation, now.ToUnixTimeMilliseconds());
        _find = connection.Command("SELECT id FROM documents WHERE tenant = $tenant AND hash = $hash");
        _document = connection.Command("INSERT INTO documents(tenant, source, hash, meta, bytes, added, checksum)"
            + " VALUES($tenant, $source, $hash, $meta, $bytes, $added, $checksum) RETURNING id");
        _chunk = connection.Command("INSERT INTO chunks(tenant, document, ordinal, text, tokens, checksum)"
            + " VALUES($tenant, $document, $ordinal, $text, $tokens, $checksum) RETURNING id");
        _features = connection.Command($"INSERT INTO {MemorySchema.Features(_generation)} VALUES($chunk, $bytes, $checksum)");
        _copy = connection.Command("INSERT INTO copies SELECT $tenant, $source, id FROM documents WHERE id = $document AND source <> $source ON CONFLICT DO NOTHING");
        _removal = new SqliteRemoval(connection, tenant, settings);
        _near = new SqliteNearDuplicates(connection);
    }

    /// <summary>Adds a document, or its source where its text is known; says whether it is new.</summary>
    public bool Add(PreparedDocument document)
    {
        var source = document.Record.Source;
        var known = _find.Ask(("$tenant", _tenant), ("$hash", document.Hash));
        if (document.Record.Replaces)
            Supersede(source, known);
        if (known is { } id)
        {
            if (_orphans.Remove(id))
                _removal.Rename(id, source);
            else
                _changed |= _copy.Run(("$tenant", _tenant), ("$source", source), ("$document", id)) > 0;
            return false;
        }
        var original = document.Signature is { } signature ? _near.Find(_tenant, signature, _orphans) : null;
        if (original is not null && document.Signature!.Drop)
            return false;
        var added = Insert(document);
        if (document.Signature is not null)
            _near.Remember(added, document.Signature, original);
        return _changed = true;
    }

    /// <summary>Removes what lost its last source; says whether anything changed.</summary>
    public bool Finish()
    {
        foreach (var orphan in _orphans)
            _removal.Remove(new DocumentSource(orphan, null));
        return _changed || _orphans.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_find, _document, _chunk, _features, _copy])
            command.Dispose();
        _removal.Dispose();
        _near.Dispose();
    }

    /// <summary>Takes a source from the documents that have it, but for the one whose text it has now.</summary>
    private void Supersede(string source, long? keep)
    {
        foreach (var former in _removal.OwnersOf(source).Where(owner => owner != keep && !_orphans.Contains(owner)))
        {
            _changed = true;
            if (!_removal.TakeSource(former, source))
                _orphans.Add(former);
        }
    }

    private long Insert(PreparedDocument document)
    {
        if (document.Chunks is null)
            throw new InvalidInputException($"'{document.Record.Source}' was in the memory when its addition began and was forgotten meanwhile. Add it again.");
        var meta = JsonSerializer.Serialize(document.Record.Meta ?? new Dictionary<string, string>(StringComparer.Ordinal));
        var id = _document.Ask(
            ("$tenant", _tenant), ("$source", document.Record.Source), ("$hash", document.Hash), ("$meta", meta), ("$bytes", document.Bytes), ("$added", _now),
            ("$checksum", Checksum.OfDocument(document.Bytes, _now, document.Hash, document.Record.Source, meta)))!.Value;
        for (var ordinal = 0; ordinal < document.Chunks.Count; ordinal++)
        {
            var (text, tokens, features) = document.Chunks[ordinal];
            var chunk = _chunk.Ask(
                ("$tenant", _tenant), ("$document", id), ("$ordinal", ordinal), ("$text", text), ("$tokens", tokens),
                ("$checksum", Checksum.OfChunk(id, ordinal, tokens, text)))!.Value;
            _features.Run(("$chunk", chunk), ("$bytes", features), ("$checksum", Checksum.OfFeatures(chunk, _generation, features)));
        }
        return id;
    }
}
