using Loci.Memories;

namespace Loci.Ingest;

/// <summary>
/// Forgets what a memory has from some files and folders and what a complete reading of them did not meet: files that are gone, lines that a file has no more.
/// </summary>
/// <param name="roots">Full paths of the files and folders that were read.</param>
internal sealed class Synchronisation(IReadOnlyList<string> roots)
{
    /// <summary>What was met.</summary>
    public SeenSources Seen { get; } = new();

    /// <summary>Forgets the rest. What could not be read this time is kept, and so is everything where more could not be read than was noted.</summary>
    public async Task<int> FinishAsync(IMemory memory, DocumentReader? reader, CancellationToken cancellationToken)
    {
        if (reader is not null && reader.Skipped > reader.Problems.Count)
            throw new InvalidInputException($"{reader.Skipped} files or lines could not be read, too many to tell what is gone. Nothing was forgotten; mend or leave them out, and synchronise again.");
        string[] unread = [.. (reader?.Problems ?? []).Select(problem => FileOf(problem.Source)).Distinct(StringComparer.Ordinal)];
        var forgotten = 0;
        foreach (var root in roots)
        {
            string[] gone = [.. memory.Documents(new DocumentFilter { SourcePrefix = root }, cancellationToken)
                .SelectMany(document => document.Copies.Prepend(document.Source))
                .Where(source => IsUnder(root, source) && !Seen.Contains(source) && !unread.Any(file => IsUnder(file, source)))
                .Distinct(StringComparer.Ordinal)];
            if (gone.Length > 0)
                forgotten += await memory.ForgetAsync(new DocumentFilter { Sources = gone }, cancellationToken).ConfigureAwait(false);
        }
        return forgotten;
    }

    private static bool IsUnder(string root, string source) => source.StartsWith(root, StringComparison.Ordinal)
        && (source.Length == root.Length || root.EndsWith(Path.DirectorySeparatorChar) || source[root.Length] is '#' || source[root.Length] == Path.DirectorySeparatorChar);

    private static string FileOf(string source) => source.LastIndexOf('#') is var at and > 0 ? source[..at] : source;
}
