namespace Loci.Hub;

/// <summary>
/// The folder in which huggingface_hub keeps models, laid out as it does: <c>models--owner--name</c> with <c>blobs/hash</c> (contents), <c>snapshots/commit/file</c>
/// (links to them) and <c>refs/revision</c> (a commit); what Python has fetched is found here, and the other way round. Safe to share between threads and processes.
/// </summary>
public sealed class HubCache
{
    /// <summary>The revision that is meant where none is named.</summary>
    public const string DefaultRevision = "main";

    private const string Snapshots = "snapshots";
    private const string References = "refs";

    /// <summary>Looks at a cache; nothing is made before something is stored.</summary>
    /// <param name="folder">The folder, such as <see cref="HubSettings.CacheFolder"/>.</param>
    public HubCache(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The cache's folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The folder of a model at a revision, or null where none was fetched.</summary>
    /// <param name="repository">The model.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    public string? FindSnapshot(RepositoryName repository, string revision = DefaultRevision)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(revision);
        var commit = ContentHash.IsCommit(revision) ? revision : Reference(repository, revision);
        return commit is not null && Directory.Exists(Snapshot(repository, commit)) ? Snapshot(repository, commit) : null;
    }

    /// <summary>The folders of all models that have a snapshot of <see cref="DefaultRevision"/>.</summary>
    public IEnumerable<string> Models() => !Directory.Exists(Folder) ? [] : Directory.EnumerateDirectories(Folder)
        .Select(folder => RepositoryName.OfFolder(Path.GetFileName(folder))).OfType<RepositoryName>()
        .Select(repository => FindSnapshot(repository)).OfType<string>();

    /// <summary>The model that a folder is a snapshot of, or null where it is none.</summary>
    public static RepositoryName? NameOf(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var parts = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)).Split(Path.DirectorySeparatorChar);
        return parts is [.., var repository, Snapshots, var commit] && ContentHash.IsCommit(commit) ? RepositoryName.OfFolder(repository) : null;
    }

    /// <summary>Bytes of what a link leads to.</summary>
    internal static long Length(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }

    /// <summary>Whether a file can be read there; a link that leads nowhere is none.</summary>
    internal static bool IsThere(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    internal string Snapshot(RepositoryName repository, string commit) => Path.Combine(Folder, repository.FolderName, Snapshots, commit);

    internal string Blob(RepositoryName repository, string hash) => Path.Combine(Folder, repository.FolderName, "blobs", hash);

    /// <summary>The file whose lock huggingface_hub takes while it writes a blob.</summary>
    internal string Lock(RepositoryName repository, string hash) => Path.Combine(Folder, ".locks", repository.FolderName, hash + ".lock");

    /// <summary>Where a file is, under its own name; it may not be there yet.</summary>
    internal string Place(RepositoryName repository, string commit, HubFileName name) => name.Under(Snapshot(repository, commit));

    /// <summary>Makes a blob appear under a file's name: as a relative link, or where links are impossible as the file itself.</summary>
    internal void Link(RepositoryName repository, string commit, HubFile file, bool isNew)
    {
        var (place, blob) = (Place(repository, commit, file.Name), Blob(repository, file.Hash));
        var folder = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(folder);
        if (IsThere(place)) return; // another process was faster
        try
        {
            Replace(place, temporary => File.CreateSymbolicLink(temporary, Path.GetRelativePath(folder, blob))); // also of a link whose blob is gone
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            if (!IsThere(place)) Store(blob, place, isNew);
        }
    }

    /// <summary>Says which commit a revision is; before it nobody finds a new snapshot by its revision.</summary>
    internal void WriteReference(RepositoryName repository, HubFileName revision, string commit)
    {
        if (ContentHash.IsCommit(revision.Text)) return;
        var path = ReferencePath(repository, revision);
        if (Reference(repository, revision.Text) == commit) return; // a cache that is only read stays usable
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Replace(path, temporary => File.WriteAllText(temporary, commit));
    }

    private string? Reference(RepositoryName repository, string revision)
    {
        if (!HubFileName.TryParse(revision, out var name)) return null;
        var path = ReferencePath(repository, name);
        var commit = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        return ContentHash.IsCommit(commit) ? commit : null; // it becomes part of a path
    }

    private string ReferencePath(RepositoryName repository, HubFileName revision) => revision.Under(Path.Combine(Folder, repository.FolderName, References));

    private static void Store(string blob, string place, bool isNew)
    {
        if (isNew) File.Move(blob, place, overwrite: true);
        else Replace(place, temporary => File.Copy(blob, temporary));
    }

    private static void Replace(string path, Action<string> write)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
