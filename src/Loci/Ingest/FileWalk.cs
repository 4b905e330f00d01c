using Microsoft.Extensions.FileSystemGlobbing;

namespace Loci.Ingest;

/// <summary>
/// Turns path arguments into files: files as they are, folders with their .gitignore respected, patterns by which of those files they match.
/// </summary>
/// <param name="passOver">Told of folders that cannot be listed: their name and the error.</param>
internal sealed class FileWalk(Action<string, Exception> passOver)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Files named by <paramref name="path"/>, in a fixed order, and whether it named a single file itself.</summary>
    /// <exception cref="InvalidInputException">There is no such file or folder, or a pattern matches nothing.</exception>
    public IEnumerable<(string File, bool Named)> Expand(string path)
    {
        if (File.Exists(path)) return [(path, true)];
        if (Directory.Exists(path)) return Walk(path).Select(file => (file, false));
        if (!path.Contains('*', StringComparison.Ordinal))
            throw new InvalidInputException($"{path}: expected a file, a folder or a pattern with *, found nothing of that name.");
        var matches = Glob(path);
        if (matches.Length == 0)
            throw new InvalidInputException($"{path}: expected a pattern that matches files, found none that it matches. What .gitignore leaves out does not count.");
        return matches.Select(file => (file, false));
    }

    private string[] Glob(string pattern)
    {
        var wild = pattern.IndexOf('*', StringComparison.Ordinal);
        var cut = pattern.LastIndexOfAny(['/', Path.DirectorySeparatorChar], wild);
        var root = cut switch { < 0 => "", 0 => "/", _ => pattern[..cut] };
        var folder = root.Length == 0 ? "." : root;
        if (!Directory.Exists(folder)) return [];
        var matcher = new Matcher(OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase).AddInclude(pattern[(cut + 1)..]);
        return [.. Walk(folder).Select(file => Path.GetRelativePath(folder, file)).Where(file => matcher.Match(file).HasMatches)
            .Order(StringComparer.Ordinal).Select(file => Path.Combine(root, file))];
    }

    private IEnumerable<string> Walk(string root)
    {
        var full = Path.GetFullPath(root);
        return Walk(root, full, IgnoreLevel.Above(full));
    }

    private IEnumerable<string> Walk(string folder, string full, IgnoreLevel above)
    {
        var rules = above;
        FileSystemInfo[] entries;
        try
        {
            entries = [.. new DirectoryInfo(full).EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            rules = above.Enter(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            passOver(folder, e);
            yield break;
        }
        foreach (var entry in entries.Where(entry => entry.LinkTarget is null && !rules.Excludes(entry.FullName, entry is DirectoryInfo)))
        {
            var name = Path.Combine(folder, entry.Name);
            if (entry is FileInfo)
            {
                yield return name;
                continue;
            }
            foreach (var file in Walk(name, entry.FullName, rules)) yield return file;
        }
    }
}
