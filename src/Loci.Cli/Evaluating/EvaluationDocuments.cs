using Loci.Cli.Hosting;
using Loci.Evaluation;
using Loci.Ingest;

namespace Loci.Cli.Evaluating;

/// <summary>Reads what is evaluated on.</summary>
internal static class EvaluationDocuments
{
    private const string Unnamed = "documents";

    /// <summary>
    /// The documents of files and folders. Their subset is <c>meta.pile_set_name</c>; files of a folder that name none belong to the folder they lie in, below the one that was given.
    /// </summary>
    public static List<EvaluationDocument> Read(string[] paths, Output output)
    {
        var reader = new DocumentReader(new IngestOptions());
        var documents = reader.Read(paths).Select(document => new EvaluationDocument(Subset(document, paths), document.Source, document.Text)).ToList();
        foreach (var problem in reader.Problems) output.Note($"passed over: {problem.Message}");
        return documents;
    }

    private static string Subset(SourceDocument document, string[] paths) => document.Meta?.GetValueOrDefault("pile_set_name") ?? Folder(document.Source, paths) ?? Unnamed;

    private static string? Folder(string source, string[] paths)
    {
        var given = paths.Where(Directory.Exists).Select(Path.GetFullPath).FirstOrDefault(path => Path.GetFullPath(source).StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (given is null) return null;
        var below = Path.GetRelativePath(given, Path.GetFullPath(source)).Split(Path.DirectorySeparatorChar);
        return below.Length > 1 ? below[0] : null;
    }
}
