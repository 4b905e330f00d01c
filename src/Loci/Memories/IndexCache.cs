using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Memories;

/// <summary>
/// Keeps the index of one open memory level with its database, whoever writes to it: a search sees every change that was acknowledged before it began.
/// Only chunks that are new are read; the file is written anew when an eighth more has come since, so that its cost per chunk stays bounded.
/// </summary>
internal sealed class IndexCache(MemoryFolder folder, IReadOnlyList<FeaturePart> parts)
{
    private readonly Lock _lock = new();
    private MemoryIndex? _index;
    private int _saved;

    /// <summary>Begins a read transaction and gives the index of exactly what it sees. The caller disposes the transaction.</summary>
    public (MemoryIndex Index, SqliteTransaction Transaction) Pin(SqliteConnection connection, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var transaction = connection.BeginTransaction(deferred: true);
            try
            {
                return (Level(connection, cancellationToken), transaction);
            }
            catch
            {
                transaction.Dispose();
                throw;
            }
        }
    }

    private MemoryIndex Level(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var settings = MemorySchema.Settings(connection, folder);
        if (_index is null)
        {
            _index = DerivedIndex.Load(folder, settings.Id, parts) is { } stored && Belongs(stored, connection) ? stored : null;
            _saved = _index?.Chunks.Length ?? 0;
        }
        if (_index is { } current && current.Revision == settings.Revision)
            return current;
        if (_index is null || _index.Revision > settings.Revision || _index.Revision < settings.Rewritten)
        {
            _index = MemoryIndex.Empty(parts);
            _saved = 0;
        }
        var last = _index.Chunks.Length == 0 ? 0 : _index.Chunks[^1];
        var rows = new MemoryReader(folder, connection, parts).ChunksAfter(last);
        _index = _index.Extend(settings.Revision, rows, cancellationToken);
        if (_index.Chunks.Length - _saved > _saved / 8)
        {
            DerivedIndex.Save(folder, settings.Id, _index);
            _saved = _index.Chunks.Length;
        }
        return _index;
    }

    private static bool Belongs(MemoryIndex index, SqliteConnection connection) => index.Chunks.Length == 0
        || connection.Number("SELECT checksum FROM chunks WHERE id = $id", ("$id", index.Chunks[^1])) == index.LastChecksum;
}
