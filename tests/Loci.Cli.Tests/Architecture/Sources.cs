namespace Loci.Cli.Tests.Architecture;

/// <summary>The repository's own source files.</summary>
internal static class Sources
{
    private static readonly string[] Roots = ["src", "tests", "benchmarks", "samples", "experiments", "eng"];
    private static readonly string[] Built = ["bin", "obj", "artifacts"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths of all C# files, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Roots.Select(root => Path.Combine(Root, root)).Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(Built, StringComparer.Ordinal).Any())
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Loci.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Run the tests from a build inside the repository.");
    }
}
