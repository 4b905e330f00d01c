using Loci.Memories.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Loci.Memories.Upkeep;

/// <summary>Copies memories page by page through SQLite's backup interface, which sees one state of the source and writes all of the destination or nothing.</summary>
internal static class MemoryCopy
{
    private const int PagesAtOnce = 256;

    /// <summary>Copies a memory into a new folder and checks the copy, which has its name only then.</summary>
    public static CheckResult Backup(MemoryDatabase source, MemoryFolder destination, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        destination.HoldCreatable();
        if (destination.HasDatabase)
            throw new InvalidInputException($"{destination.Path} holds a memory already. Give a folder that is empty or does not exist.");
        Directory.CreateDirectory(destination.Path);
        var unfinished = new MemoryFolder(Path.Combine(destination.Path, "unfinished"));
        Remove(unfinished);
        Directory.CreateDirectory(unfinished.Path);
        try
        {
            Copy(source, unfinished, SqliteOpenMode.ReadWriteCreate, progress, cancellationToken);
            var result = Check(unfinished, progress, cancellationToken);
            AtomicMove(unfinished.Database, destination.Database);
            destination.Mark();
            return result;
        }
        finally
        {
            Remove(unfinished);
        }
    }

    /// <summary>Checks a backup and puts it in the place of a memory in one transaction.</summary>
    public static CheckResult Restore(
        MemoryDatabase backup, MemoryFolder destination, bool overwrite, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        var result = new DeepCheck(backup, progress, cancellationToken).Run();
        Hold(result, backup.Folder);
        if (!destination.HasDatabase)
        {
            Backup(backup, destination, progress, cancellationToken);
            return result;
        }
        if (!overwrite)
            throw new InvalidInputException($"{destination.Path} holds a memory already. Say that it is to be replaced (--overwrite), or give another folder.");
        Replace(backup, destination, progress, cancellationToken);
        return result;
    }

    private static void Replace(MemoryDatabase backup, MemoryFolder destination, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        using var writer = WriterLock.Take(destination, TimeProvider.System);
        var former = FormerRevision(destination);
        Copy(backup, destination, SqliteOpenMode.ReadWrite, progress, cancellationToken);
        using var database = MemoryDatabase.Open(destination, TimeProvider.System);
        using var connection = database.Write();
        // No index of what was there before may be taken for one of what is there now.
        connection.Execute("UPDATE memory SET revision = max(revision, $former) + 1, rewritten = max(revision, $former) + 1", ("$former", former));
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        if (Directory.Exists(destination.Derived))
            Directory.Delete(destination.Derived, recursive: true);
    }

    /// <summary>The revision of a memory about to be replaced; 0 where it is too damaged to say.</summary>
    private static long FormerRevision(MemoryFolder folder)
    {
        try
        {
            using var database = MemoryDatabase.Open(folder, TimeProvider.System);
            using var connection = database.Read();
            return MemorySchema.Settings(connection, folder).Revision;
        }
        catch (Exception e) when (e is InvalidInputException or SqliteException)
        {
            return 0;
        }
    }

    private static void Copy(
        MemoryDatabase from, MemoryFolder to, SqliteOpenMode mode, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = from.Read();
        using var transaction = source.BeginTransaction(deferred: true);
        source.Number("SELECT revision FROM memory"); // from here on the transaction sees one state
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to.Database, Mode = mode, Pooling = false }.ToString());
        target.Open();
        target.Execute("PRAGMA synchronous = FULL");
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup is null || backup.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesAtOnce);
            var (total, left) = (raw.sqlite3_backup_pagecount(backup), raw.sqlite3_backup_remaining(backup));
            progress?.Report(new UpkeepProgress("copying", total - left, total));
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE)
            throw new InvalidInputException($"The memory {from.Folder.Path} could not be copied to {to.Path}: SQLite says: {raw.sqlite3_errstr(result).utf8_to_string()}. {Advice(result)}");
    }

    private static string Advice(int result) => result switch
    {
        raw.SQLITE_FULL => "Make room on the disk; nothing was changed.",
        raw.SQLITE_READONLY => "A memory of an older version has pages of another size: restore into a new folder and put that in its place.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Close what uses it, and try again; nothing was changed.",
        _ => "Nothing was changed.",
    };

    private static CheckResult Check(MemoryFolder folder, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        using var database = MemoryDatabase.Open(folder, TimeProvider.System);
        using (var connection = database.Write())
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); // all of it in one file, which can then be moved
        var result = new DeepCheck(database, progress, cancellationToken).Run();
        Hold(result, folder);
        return result;
    }

    private static void Hold(CheckResult result, MemoryFolder folder)
    {
        if (!result.IsSound)
            throw new InvalidInputException($"{folder.Path} is not sound, so it is not used: {result.Problems[0]}");
    }

    private static void AtomicMove(string from, string to)
    {
        using (var file = new FileStream(from, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(from, to);
    }

    private static void Remove(MemoryFolder folder)
    {
        if (Directory.Exists(folder.Path))
            Directory.Delete(folder.Path, recursive: true);
    }
}
