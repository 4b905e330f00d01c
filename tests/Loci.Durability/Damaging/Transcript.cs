using Loci.Durability.Checking;
using Loci.Durability.Documents;
using Loci.Durability.Working;
using Loci.Memories;

namespace Loci.Durability.Damaging;

/// <summary>Everything that a memory gives out: what it says of itself, every document, every chunk, and the answers to some queries, as lines.</summary>
internal static class Transcript
{
    /// <summary>Opens a memory, or makes it where there is none and it is asked for, and reads everything.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(string folder, bool create, CancellationToken stop)
    {
        using var memory = await WrittenMemory.OpenAsync(folder, stop, create);
        return Of(memory, stop);
    }

    /// <summary>Reads everything.</summary>
    public static IReadOnlyList<string> Of(Memory memory, CancellationToken stop)
    {
        var info = memory.Describe();
        List<string> lines = [FormattableString.Invariant($"{info.Documents} {info.Chunks} {info.Bytes} {info.Embedder} {info.Created:O} {info.Revision}")];
        List<StoredDocument> documents = [];
        var options = new SearchOptions
        {
            Count = int.MaxValue >> 4, Filter = document =>
            {
                documents.Add(document);
                return true;
            },
        };
        var candidates = memory.Search([Specimen.Query(3)], options, stop);
        lines.AddRange(documents.Select(document => FormattableString.Invariant($"{document.Id} {document.Source} {document.Bytes} ")
            + string.Join(' ', document.Meta.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))));
        lines.AddRange(Enumerable.Range(0, candidates.Count).Select(i => FormattableString.Invariant(
            $"{candidates.Chunks[i]} {candidates.Documents[i].Id} {candidates.Ordinals[i]} {candidates.TokenCounts[i]} {candidates.Scores[i]:R} {candidates.Texts[i]}")));
        lines.AddRange(Answers.Of(memory, 1, stop));
        return lines;
    }
}
