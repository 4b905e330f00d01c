using Loci.Memories;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Loci.Cli.Selecting;

/// <summary>Selection over a memory.</summary>
internal static class MemorySelection
{
    /// <summary>The prompts of a file: one per line.</summary>
    public static IReadOnlyList<string> Prompts(string path)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"{path}: expected a text with one prompt per line, found no file.");
        string[] prompts = [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line))];
        return prompts.Length > 0 ? prompts : throw new InvalidInputException($"{path}: expected one prompt per line, found no text.");
    }

    /// <summary>Lets documents through whose source fits a pattern such as <c>**/*.md</c>.</summary>
    public static Func<StoredDocument, bool>? Filter(string? pattern)
    {
        if (pattern is null) return null;
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(pattern);
        return document => matcher.Match(document.Source.TrimStart('/')).HasMatches;
    }
}
