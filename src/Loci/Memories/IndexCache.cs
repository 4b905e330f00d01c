using Loci.Embedding;
using Loci.Memories.Storage;

namespace Loci.Memories;

/// <summary>
/// Keeps the index of a tenant's documents level with the store, whoever writes to it: a search sees every change that was acknowledged before it began.
/// Only chunks that are new are read; those that were removed are taken out of what is there.
/// </summary>
internal sealed class IndexCache(IMemoryStore store, string tenant, IEmbedder embedder)
{
    private readonly Lock _lock = new();
    private MemoryIndex? _index;
    private int _saved;

    /// <summary>Takes a snapshot of the store and gives the index of exactly what it sees. The caller disposes the snapshot.</summary>
    public (MemoryIndex Index, IMemorySnapshot Snapshot) Pin(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var snapshot = store.Read(tenant);
            try
            {
                EmbedderParts.Hold(store.Name, snapshot.Settings, embedder); // it may have been re-embedded since it was opened
                return (Level(snapshot, cancellationToken), snapshot);
            }
            catch
            {
                snapshot.Dispose();
                throw;
            }
        }
    }

    private MemoryIndex Level(IMemorySnapshot snapshot, CancellationToken cancellationToken)
    {
        var (settings, folder) = (snapshot.Settings, store.DerivedFolder(tenant));
        if (_index is null)
        {
            _index = folder is not null && DerivedIndex.Load(folder, settings.Id, embedder.Parts) is { } stored && Belongs(stored, snapshot) ? stored : null;
            _saved = _index?.Chunks.Length ?? 0;
        }
        if (_index is { } current && current.Revision == settings.Revision)
            return current;
        if (_index is null || _index.Revision > settings.Revision || _index.Revision < settings.Rewritten)
        {
            _index = MemoryIndex.Empty(embedder.Parts);
            _saved = 0;
        }
        else if (snapshot.RemovedSince(_index.Revision) is { Count: > 0 } removed)
        {
            _index = _index.Without(removed, snapshot.ChecksumOf);
            _saved = 0; // what was derived of removed chunks was deleted with them
        }
        var last = _index.Chunks.Length == 0 ? 0 : _index.Chunks[^1];
        _index = _index.Extend(settings.Revision, snapshot.ChunksAfter(last), cancellationToken);
        if (folder is not null && _index.Chunks.Length - _saved > _saved / 8)
        {
            DerivedIndex.Save(folder, settings.Id, _index);
            _saved = _index.Chunks.Length;
        }
        return _index;
    }

    private static bool Belongs(MemoryIndex index, IMemorySnapshot snapshot) =>
        index.Chunks.Length == 0 || snapshot.ChecksumOf(index.Chunks[^1]) == index.LastChecksum;
}
