namespace Loci.TestSupport;

/// <summary>Finds the fixtures: under LOCI_FIXTURES if it is set and has the kind asked for, otherwise the copies in tests/fixtures.</summary>
public static class Fixtures
{
    /// <summary>The folder with selection/, models/ and tokenizers/.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("LOCI_FIXTURES") is { Length: > 0 } root ? root : FindCopies();

    /// <summary>The folder of one kind, such as <c>selection</c>.</summary>
    public static string Folder(string kind)
    {
        string folder = Path.Combine(Root, kind);
        return Directory.Exists(folder) ? folder : Path.Combine(FindCopies(), kind);
    }

    /// <summary>The cases of one kind in order of name: its subfolders, or its files where it has none. Full paths.</summary>
    public static IReadOnlyList<string> Cases(string kind)
    {
        string[] cases = Directory.GetDirectories(Folder(kind));
        if (cases.Length == 0)
        {
            cases = Directory.GetFiles(Folder(kind));
        }
        Array.Sort(cases, StringComparer.Ordinal);
        return cases;
    }

    /// <summary>The copies in tests/fixtures, which are always there.</summary>
    public static string Copies { get; } = FindCopies();

    private static string FindCopies()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (string path in (string[])[Path.Combine(folder.FullName, "fixtures"), Path.Combine(folder.FullName, "tests", "fixtures")])
            {
                if (Directory.Exists(path))
                {
                    return path;
                }
            }
        }
        throw new DirectoryNotFoundException("No fixtures: set LOCI_FIXTURES, or run the tests from a build inside the repository.");
    }
}
