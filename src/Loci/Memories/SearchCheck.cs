using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Holds a search to what can be searched.</summary>
internal static class SearchCheck
{
    /// <summary>Throws unless there is a query, every query has the embedder's features, and the numbers asked for make sense.</summary>
    public static void Hold(IEmbedder embedder, IReadOnlyList<Features> queries, SearchOptions options)
    {
        if (queries.Count == 0)
            throw new InvalidInputException("A search needs at least one query; none was given.");
        if (options.Count < 1)
            throw new InvalidInputException($"A search must ask for at least one chunk; it asked for {options.Count}.");
        if (options.Probes < 0)
            throw new InvalidInputException($"A search probes no lists (0, exact) or some; it asked for {options.Probes}.");
        foreach (var query in queries)
            FeatureCheck.Hold(embedder, query);
    }
}
