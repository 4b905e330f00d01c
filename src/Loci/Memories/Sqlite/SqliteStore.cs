using Loci.Embedding;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>
/// A folder with a SQLite database. Any number of processes read while one writes: the first addition or removal takes the writer's lock, which is held until
/// the store is disposed.
/// </summary>
internal sealed class SqliteStore(MemoryDatabase database, IReadOnlyList<FeaturePart> parts, TimeProvider time) : IMemoryStore
{
    private readonly Lock _writing = new();
    private MemoryWriter? _writer;
    private bool _disposed;

    /// <inheritdoc/>
    public string Name => database.Folder.Path;

    /// <inheritdoc/>
    public MemorySettings Settings() => Ask(connection => MemorySchema.Settings(connection, database.Folder));

    /// <inheritdoc/>
    public string DerivedFolder(string tenant) => database.Folder.DerivedOf(tenant);

    /// <inheritdoc/>
    public IMemorySnapshot Read(string tenant) => database.Guard(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new SqliteSnapshot(database, parts, tenant);
    });

    /// <inheritdoc/>
    public bool[] Add(string tenant, IReadOnlyList<PreparedDocument> documents, CancellationToken cancellationToken) =>
        Write(writer => writer.Add(tenant, documents, cancellationToken));

    /// <inheritdoc/>
    public int Remove(string tenant, IReadOnlyList<DocumentSource> sources)
    {
        if (sources.Count == 0) return 0;
        var removed = Write(writer => writer.Remove(tenant, sources));
        if (removed > 0)
            DerivedFiles.Delete(DerivedFolder(tenant)); // they hold terms and vectors of what was forgotten
        return removed;
    }

    /// <inheritdoc/>
    public MemoryInfo Describe(string? tenant) => Ask(connection => MemoryDescription.Of(connection, database.Folder, tenant));

    /// <summary>Closes the store and lets the next writer in.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
                return;
            _disposed = true;
            database.Dispose();
            _writer?.Dispose(); // last, so that SQLite folds the log into the database
        }
    }

    private T Ask<T>(Func<SqliteConnection, T> question) => database.Guard(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var connection = database.Read();
        using var transaction = connection.BeginTransaction(deferred: true);
        return question(connection);
    });

    private T Write<T>(Func<MemoryWriter, T> action)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return database.Guard(() => action(_writer ??= new MemoryWriter(database, time)));
        }
    }
}
