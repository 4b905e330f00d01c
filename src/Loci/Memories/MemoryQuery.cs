using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Ranks chunks and reads the best, all from one state of the memory.</summary>
internal static class MemoryQuery
{
    /// <summary>Searches.</summary>
    public static Candidates Search(
        IndexCache cache, IReadOnlyList<FeaturePart> parts, IReadOnlyList<Features> queries, SearchOptions options, CancellationToken cancellationToken)
    {
        var (index, snapshot) = cache.Pin(cancellationToken);
        using var _ = snapshot;
        var allowed = options.Allowed is { } filter ? snapshot.Documents(filter).Select(document => document.Id).ToHashSet() : null;
        var best = index.Rank(parts, queries, options.Count, allowed, options.Probes, cancellationToken);
        var rows = snapshot.Chunks([.. best.Select(b => index.Chunks[b.Row])]);
        var documents = snapshot.Documents(new DocumentFilter { Ids = [.. rows.Select(row => row.Document).Distinct()] }).ToDictionary(document => document.Id);
        Features[] features = [.. rows.Select(row => row.Features)];
        return new Candidates
        {
            Queries = queries.Count,
            Snapshot = snapshot.Settings.Stamp,
            Chunks = [.. rows.Select(row => row.Id)],
            Documents = [.. rows.Select(row => documents[row.Document])],
            Ordinals = [.. rows.Select(row => row.Ordinal)],
            Texts = [.. rows.Select(row => row.Text)],
            TokenCounts = [.. rows.Select(row => row.Tokens)],
            Scores = [.. best.Select(b => b.Score)],
            Parts = [.. index.Parts.Select((part, p) => part.Represent(parts[p], features, queries))],
        };
    }
}
