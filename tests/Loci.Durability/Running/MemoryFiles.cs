namespace Loci.Durability.Running;

/// <summary>The files of a memory, as any program sees them.</summary>
internal static class MemoryFiles
{
    private const string Derived = "derived", Lock = "writer.lock";

    /// <summary>Names of all files relative to the folder, in order, with forward slashes.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Copies a memory as it lies on the disk, over whatever lies at the target, but for the lock, which is empty and may be held; with the files that can be worked out again, or without.</summary>
    public static void Copy(string from, string to, bool derived = true)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var name in Of(from).Where(name => name != Lock && (derived || !IsDerived(name))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        }
    }

    /// <summary>Whether a file can be worked out again.</summary>
    public static bool IsDerived(string name) => name.StartsWith(Derived + "/", StringComparison.Ordinal);

    /// <summary>Deletes what can be worked out again.</summary>
    public static void DeleteDerived(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, Derived)))
            Directory.Delete(Path.Combine(folder, Derived), recursive: true);
    }
}
