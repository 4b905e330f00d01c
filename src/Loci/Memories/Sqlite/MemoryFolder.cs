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

    /// <summary>The folder of derived files.</summary>
    public string Derived => System.IO.Path.Combine(Path, "derived");

    /// <summary>Whether the folder holds a database.</summary>
    public bool HasDatabase => File.Exists(Database);

    /// <summary>The folder of what is derived of a tenant's documents. Names may hold anything, so folders are called by their hash.</summary>
    public string DerivedOf(string tenant) => tenant.Length == 0
        ? Derived
        : System.IO.Path.Combine(Derived, "tenant-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)).AsSpan(0, 16)));

    /// <summary>Bytes of all its files.</summary>
    public long StoredBytes() => new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Throws unless a new memory may be made here.</summary>
    public void HoldCreatable()
    {
        if (File.Exists(Path))
            throw new InvalidInputException($"A memory is a folder, but {Path} is a file. Give another name.");
        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Except([WriterLock, WriterName], StringComparer.Ordinal).Any())
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
