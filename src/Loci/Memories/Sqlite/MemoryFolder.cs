using System.Security.Cryptography;
using System.Text;

namespace Loci.Memories.Sqlite;

/// <summary>Where the files of a memory lie. Only the database is the truth; everything else can be deleted while the memory is closed.</summary>
internal sealed class MemoryFolder(string path)
{
    /// <summary>The folder, as a full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The SQLite database.</summary>
    public string Database => System.IO.Path.Combine(Path, "memory.db");

    /// <summary>The file its one writer holds.</summary>
    public string WriterLock => System.IO.Path.Combine(Path, "writer.lock");

    /// <summary>The file in which the writer says who it is. Apart from the lock, because a locked file cannot be read everywhere.</summary>
    public string WriterName => System.IO.Path.Combine(Path, "writer.txt");

    /// <summary>Says that the memory has been made, and to a person what the folder is.</summary>
    public string Marker => System.IO.Path.Combine(Path, "memory.txt");

    /// <summary>The folder of derived files.</summary>
    public string Derived => System.IO.Path.Combine(Path, "derived");

    /// <summary>Whether the folder holds a database.</summary>
    public bool HasDatabase => File.Exists(Database);

    /// <summary>The folder of what is derived of a tenant's documents. Names may hold anything, so folders are called by their hash.</summary>
    public string DerivedOf(string tenant) => tenant.Length == 0
        ? Derived
        : System.IO.Path.Combine(Derived, "tenant-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)).AsSpan(0, 16)));

    /// <summary>Whether SQLite left a rollback journal.</summary>
    public bool HasJournal => File.Exists(Database + "-journal");

    /// <summary>Bytes of all its files; of those that come and go meanwhile as far as they are there.</summary>
    public long StoredBytes() => new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file =>
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    });

    /// <summary>Makes the folder.</summary>
    public void Make()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The folder {Path} cannot be made: {e.Message} Check the disk and your permissions, or give another name.", e);
        }
    }

    /// <summary>Notes that the memory has been made: a database without tables is damage from then on.</summary>
    public void Mark()
    {
        try
        {
            using var file = new FileStream(Marker, FileMode.Create, FileAccess.Write, FileShare.Read);
            file.Write("A memory of Loci: memory.db is the truth, everything else can be made anew.\n"u8);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without it a database that is later cut to nothing is taken for one that was never made.
        }
    }

    /// <summary>Throws where a memory that had been made has a database without tables: it must not be made anew over that.</summary>
    public void HoldNeverMade()
    {
        if (File.Exists(Marker) || (Directory.Exists(Derived) && Directory.EnumerateFileSystemEntries(Derived).Any()))
            throw new InvalidInputException($"The memory {Path} is damaged: memory.db is empty although the memory had been made. Restore it from a backup.");
    }

    /// <summary>Throws unless a new memory may be made here.</summary>
    public void HoldCreatable()
    {
        if (File.Exists(Path))
            throw new InvalidInputException($"A memory is a folder, but {Path} is a file. Give another name.");
        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Except([WriterLock, WriterName, Database + "-journal", Database + "-wal", Database + "-shm"], StringComparer.Ordinal).Any())
            throw new InvalidInputException($"{Path} holds other files and no memory. Give a folder that is empty or does not exist.");
    }

    /// <summary>Throws unless there is something to open.</summary>
    public void HoldExisting()
    {
        if (File.Exists(Path))
            throw new InvalidInputException($"A memory is a folder, but {Path} is a file. Give the folder that holds memory.db.");
        if (!Directory.Exists(Path))
            throw new InvalidInputException($"There is no memory at {Path}. Check the name, or make the memory first by remembering something in it.");
        if (!HasDatabase)
            throw new InvalidInputException($"{Path} is not a memory: it holds no memory.db. Check the name, or make a memory in an empty folder.");
    }
}
