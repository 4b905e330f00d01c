using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Holds a memory's writer lock and the connection that writes. One thread at a time.</summary>
internal sealed class MemoryWriter : IDisposable
{
    private readonly WriterLock _lock;
    private readonly MemoryFolder _folder;
    private readonly TimeProvider _time;

    /// <summary>Takes the lock and connects.</summary>
    /// <exception cref="InvalidInputException">Someone else is writing.</exception>
    public MemoryWriter(MemoryDatabase database, TimeProvider time)
    {
        (_folder, _time) = (database.Folder, time);
        _lock = WriterLock.Take(database.Folder, time);
        try
        {
            Connection = database.Write();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The connection that writes.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Adds the documents whose text is unknown, and the sources of the others, all in one transaction; says of each whether it is new.</summary>
    public bool[] Add(string tenant, IReadOnlyList<PreparedDocument> documents, CancellationToken cancellationToken)
    {
        using var transaction = Connection.BeginTransaction();
        var settings = MemorySchema.Settings(Connection, _folder);
        using var addition = new SqliteAddition(Connection, Tenant(tenant), settings, _time.GetUtcNow());
        var added = new bool[documents.Count];
        for (var i = 0; i < added.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            added[i] = addition.Add(documents[i]);
        }
        if (addition.Finish())
            Connection.Execute("UPDATE memory SET revision = revision + 1");
        transaction.Commit();
        return added;
    }

    /// <summary>Removes sources, and the documents that have none left, in one transaction; gives how many documents went.</summary>
    public int Remove(string tenant, IReadOnlyList<DocumentSource> sources)
    {
        using var transaction = Connection.BeginTransaction();
        var removed = 0;
        using (var removal = new SqliteRemoval(Connection, Tenant(tenant), MemorySchema.Settings(Connection, _folder)))
        {
            foreach (var source in sources)
                removed += removal.Remove(source) ? 1 : 0;
        }
        Connection.Execute("UPDATE memory SET revision = revision + 1");
        transaction.Commit();
        if (removed > 0)
            Connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); // so that the log keeps no copy; readers may put it off until the next one
        return removed;
    }

    /// <summary>Disconnects and lets go of the lock.</summary>
    public void Dispose()
    {
        Connection.Dispose();
        _lock.Dispose();
    }

    private long Tenant(string name)
    {
        Connection.Execute("INSERT INTO tenants(name) VALUES($name) ON CONFLICT(name) DO NOTHING", ("$name", name));
        return Connection.Number("SELECT id FROM tenants WHERE name = $name", ("$name", name));
    }
}
