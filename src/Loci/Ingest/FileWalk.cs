using MAB.DotIgnore;

using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Loci.Ingest;

/// <summary>Turns path arguments into files: files as they are, folders with their .gitignore respected, globs by what they match.</summary>
internal static class FileWalk
{
    /// <summary>Folders that hold no text of the user's.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
        { ".git", ".hg", ".svn", "node_modules", "bin", "obj", "artifacts", "__pycache__", ".venv", ".vs", ".idea" };

    /// <summary>Files named by <paramref name="path"/>, in a fixed order, and whether it named a single file itself.</summary>
    /// <exception cref="InvalidInputException">There is no such file or folder, or a glob matches nothing.</exception>
    public static IEnumerable<(string File, bool Named)> Expand(string path)
    {
        if (File.Exists(path)) return [(path, true)];
        if (Directory.Exists(path)) return Walk(path, []).Select(file => (file, false));
        if (path.AsSpan().IndexOfAny('*', '?', '[') < 0) throw new InvalidInputException($"{path}: expected a file, a folder or a pattern, found nothing of that name.");
        var matches = Glob(path);
        if (matches.Length == 0) throw new InvalidInputException($"{path}: expected a pattern that matches files, found none that it matches.");
        return matches.Select(file => (file, false));
    }

    private static string[] Glob(string pattern)
    {
        var wild = pattern.AsSpan().IndexOfAny('*', '?', '[');
        var cut = pattern.LastIndexOfAny(['/', Path.DirectorySeparatorChar], wild);
        var root = cut switch { < 0 => ".", 0 => "/", _ => pattern[..cut] };
        if (!Directory.Exists(root)) return [];
        var matcher = new Microsoft.Extensions.FileSystemGlobbing.Matcher(StringComparison.Ordinal).AddInclude(pattern[(cut + 1)..]);
        var found = matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files;
        return [.. found.Select(match => cut < 0 ? match.Path : Path.Combine(root, match.Path)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Walk(string folder, IReadOnlyList<(string Root, IgnoreList Rules)> rules)
    {
        var ignoreFile = Path.Combine(folder, ".gitignore");
        if (File.Exists(ignoreFile)) rules = [.. rules, (folder, new IgnoreList(ignoreFile))];
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.LinkTarget is not null || Ignored(entry, rules)) continue;
            if (entry is FileInfo)
            {
                if (entry.Name != ".gitignore") yield return Path.Combine(folder, entry.Name);
            }
            else if (!Skipped.Contains(entry.Name) && !entry.Name.EndsWith(".loci", StringComparison.Ordinal))
            {
                foreach (var file in Walk(Path.Combine(folder, entry.Name), rules)) yield return file;
            }
        }
    }

    /// <summary>Whether any .gitignore from the walked folder down to the entry's own excludes it.</summary>
    private static bool Ignored(FileSystemInfo entry, IReadOnlyList<(string Root, IgnoreList Rules)> rules)
    {
        var folder = entry is DirectoryInfo;
        return rules.Any(rule => rule.Rules.IsIgnored(Path.GetRelativePath(Path.GetFullPath(rule.Root), entry.FullName).Replace('\\', '/'), folder));
    }
}
