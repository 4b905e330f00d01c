using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Opens connections to a memory's database and says in plain words what SQLite finds wrong. Safe to share between threads.</summary>
internal sealed class MemoryDatabase : IDisposable
{
    private readonly string _reading;

    private MemoryDatabase(MemoryFolder folder)
    {
        Folder = folder;
        _reading = Text(SqliteOpenMode.ReadOnly, pooling: true);
    }

    /// <summary>Where it lies.</summary>
    public MemoryFolder Folder { get; }

    /// <summary>Opens a memory that exists, and brings it up to date where it is of an older format.</summary>
    public static MemoryDatabase Open(MemoryFolder folder, TimeProvider time)
    {
        folder.HoldExisting();
        var database = new MemoryDatabase(folder);
        try
        {
            database.Guard(database.RollBack);
            if (database.Guard(database.Format) < MemorySchema.Version)
                database.Guard(() => database.Migrate(time));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a memory, making it if there is none.</summary>
    public static MemoryDatabase OpenOrCreate(MemoryFolder folder, IEmbedder embedder, TimeProvider time)
    {
        using (var database = new MemoryDatabase(folder))
        {
            if (!folder.HasDatabase)
                folder.HoldCreatable();
            if (database.Guard(database.IsMissing))
                database.Guard(() => database.Make(embedder, time));
        }
        return Open(folder, time);
    }

    /// <summary>Identity of the embedder recorded in a folder; null where there is no memory, or only the beginnings of one.</summary>
    public static string? FindEmbedder(MemoryFolder folder)
    {
        using var database = new MemoryDatabase(folder);
        if (database.Guard(database.IsMissing)) return null;
        folder.HoldExisting();
        return database.Guard(() =>
        {
            using var connection = database.Read();
            MemorySchema.Format(connection, folder);
            using var command = connection.Command("SELECT embedder FROM memory"); // so named in every format
            return command.ExecuteScalar() as string;
        });
    }

    /// <summary>A connection for reading, from a pool.</summary>
    public SqliteConnection Read() => Connect(_reading);

    /// <summary>A connection for writing. A commit is on the disk before it is acknowledged; what is deleted is overwritten.</summary>
    public SqliteConnection Write()
    {
        var connection = Connect(Text(SqliteOpenMode.ReadWrite, pooling: false));
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536"); // 64 MiB, for the inner pages of indexes
        return connection;
    }

    /// <summary>Runs an action, turning SQLite's errors into messages for the user.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e)
        {
            throw new InvalidInputException($"The memory {Folder.Path} cannot be used: {Explain(e)}", e);
        }
    }

    /// <summary>Closes the connections of the pool.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    private int Format()
    {
        using var connection = Read();
        return MemorySchema.Format(connection, Folder);
    }

    private bool IsMissing()
    {
        if (!Folder.HasDatabase)
            return true;
        RollBack();
        using var connection = Connect(Text(SqliteOpenMode.ReadOnly, pooling: false));
        if (!MemorySchema.IsEmpty(connection))
            return false;
        Folder.HoldNeverMade();
        return true;
    }

    /// <summary>Undoes what was cut off while the memory was made: SQLite keeps a journal for that until the write-ahead log is in use, and a reader may not touch it.</summary>
    private bool RollBack()
    {
        if (!Folder.HasJournal)
            return false;
        using var connection = Connect(Text(SqliteOpenMode.ReadWrite, pooling: false));
        return MemorySchema.IsEmpty(connection); // any reading does it
    }

    private bool Make(IEmbedder embedder, TimeProvider time)
    {
        Folder.Make();
        using var writer = WriterLock.Take(Folder, time);
        using var connection = Connect(Text(SqliteOpenMode.ReadWriteCreate, pooling: false));
        if (MemorySchema.IsEmpty(connection)) // another process may have made it meanwhile
            MemorySchema.Create(connection, embedder, time.GetUtcNow());
        Folder.Mark();
        return true;
    }

    private bool Migrate(TimeProvider time)
    {
        using var writer = WriterLock.Take(Folder, time);
        using var connection = Write();
        SchemaMigration.FromFormat1(connection, Folder, time.GetUtcNow());
        return true;
    }

    private static SqliteConnection Connect(string text)
    {
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string Text(SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = Folder.Database, Mode = mode, Pooling = pooling, ForeignKeys = true }.ToString();

    private static string Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => "another program holds it locked. Wait until it has finished.",
        8 => "it may not be written. Give yourself write permission, or use a copy.",
        11 => $"memory.db is damaged ({e.Message}). Restore it from a backup.",
        13 => "the disk is full. Make room; what was acknowledged is safe.",
        14 => "memory.db cannot be opened. Check that you may read and write the folder.",
        26 => "memory.db is not a database, or its beginning is damaged. Check the name, or restore it from a backup.",
        _ => $"SQLite says: {e.Message} Check the disk, and restore the memory from a backup if it is damaged.",
    };
}
