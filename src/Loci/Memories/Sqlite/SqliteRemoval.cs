using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Takes sources from documents within one transaction, and removes documents; the numbers of removed chunks are noted for the indexes of others.</summary>
internal sealed class SqliteRemoval : IDisposable
{
    private readonly long _tenant;
    private readonly long _revision;
    private readonly SqliteCommand _owners;
    private readonly SqliteCommand _source;
    private readonly SqliteCommand _dropCopy;
    private readonly SqliteCommand _firstCopy;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _rename;
    private readonly SqliteCommand _note;
    private readonly SqliteCommand _delete;

    /// <summary>Prepares the statements.</summary>
    public SqliteRemoval(SqliteConnection connection, long tenant, MemorySettings settings)
    {
        (_tenant, _revision) = (tenant, settings.Revision + 1);
        _owners = connection.Command("SELECT id FROM documents WHERE tenant = $tenant AND source = $source"
            + " UNION SELECT document FROM copies WHERE tenant = $tenant AND source = $source ORDER BY 1");
        _source = connection.Command("SELECT source FROM documents WHERE tenant = $tenant AND id = $id");
        _dropCopy = connection.Command("DELETE FROM copies WHERE tenant = $tenant AND source = $source AND document = $document");
        _firstCopy = connection.Command("SELECT source FROM copies WHERE document = $document ORDER BY source LIMIT 1");
        _read = connection.Command("SELECT hash, meta, bytes, added FROM documents WHERE id = $id");
        _rename = connection.Command("UPDATE documents SET source = $source, checksum = $checksum WHERE id = $id");
        _note = connection.Command("INSERT INTO removals SELECT id, tenant, $revision FROM chunks WHERE document = $document");
        _delete = connection.Command("DELETE FROM documents WHERE tenant = $tenant AND id = $id");
    }

    /// <summary>The documents that have a source, ascending.</summary>
    public IReadOnlyList<long> OwnersOf(string source)
    {
        using var reader = _owners.With(("$tenant", _tenant), ("$source", source)).ExecuteReader();
        var owners = new List<long>();
        while (reader.Read())
            owners.Add(reader.GetInt64(0));
        return owners;
    }

    /// <summary>Takes a source from a document, or removes it where none is named; says whether the document went.</summary>
    public bool Remove(DocumentSource source)
    {
        if (source.Source is { } name && TakeSource(source.Document, name))
            return false;
        _note.Run(("$revision", _revision), ("$document", source.Document));
        return _delete.Run(("$tenant", _tenant), ("$id", source.Document)) > 0;
    }

    /// <summary>Takes a source from a document and says whether it has another. The last one is left, for the caller to remove the document or rename it.</summary>
    public bool TakeSource(long document, string source)
    {
        _dropCopy.Run(("$tenant", _tenant), ("$source", source), ("$document", document));
        if (!string.Equals(Text(_source.With(("$tenant", _tenant), ("$id", document))), source, StringComparison.Ordinal))
            return true;
        if (Text(_firstCopy.With(("$document", document))) is not { } copy)
            return false;
        _dropCopy.Run(("$tenant", _tenant), ("$source", copy), ("$document", document));
        Rename(document, copy);
        return true;
    }

    /// <summary>Gives a document another first source.</summary>
    public void Rename(long document, string source)
    {
        long checksum;
        using (var reader = _read.With(("$id", document)).ExecuteReader())
        {
            reader.Read();
            checksum = Checksum.OfDocument(reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(0), source, reader.GetString(1));
        }
        _rename.Run(("$source", source), ("$checksum", checksum), ("$id", document));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_owners, _source, _dropCopy, _firstCopy, _read, _rename, _note, _delete])
            command.Dispose();
    }

    private static string? Text(SqliteCommand command) => command.ExecuteScalar() as string;
}
