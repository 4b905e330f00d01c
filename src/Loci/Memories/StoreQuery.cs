using Loci.Embedding;
using Loci.Memories.Storage;

namespace Loci.Memories;

/// <summary>Has the store rank chunks and reads the best, all from one state of the memory. For embedders whose parts are all dense.</summary>
internal static class StoreQuery
{
    /// <summary>Searches; null where the store leaves ranking to an index.</summary>
    public static Candidates? Search(
        IMemoryStore store, string tenant, IEmbedder embedder, IReadOnlyList<Features> queries, SearchOptions options, CancellationToken cancellationToken)
    {
        if (store is not IStoreSearch { Ranks: true } search)
            return null;
        using var snapshot = store.Read(tenant);
        EmbedderParts.Hold(store.Name, snapshot.Settings, embedder); // it may have been re-embedded since it was opened
        if (search.Rank(snapshot, queries, options, cancellationToken) is not { } best)
            return null;
        ChunkRow[] rows = [.. best.Select(pair => pair.Row)];
        var documents = snapshot.Documents(new DocumentFilter { Ids = [.. rows.Select(row => row.Document).Distinct()] }).ToDictionary(document => document.Id);
        return new Candidates
        {
            Queries = queries.Count,
            Snapshot = snapshot.Settings.Stamp,
            Chunks = [.. rows.Select(row => row.Id)],
            Documents = [.. rows.Select(row => documents[row.Document])],
            Ordinals = [.. rows.Select(row => row.Ordinal)],
            Texts = [.. rows.Select(row => row.Text)],
            TokenCounts = [.. rows.Select(row => row.Tokens)],
            Scores = [.. best.Select(pair => pair.Score)],
            Parts = [.. embedder.Parts.Select((part, p) => Represent(part, p, rows, queries))],
        };
    }

    private static CandidatePart Represent(FeaturePart part, int number, ChunkRow[] rows, IReadOnlyList<Features> queries) => new()
    {
        Name = part.Name,
        Weight = part.Weight,
        Dimensions = part.Dimensions,
        DenseRows = [.. rows.SelectMany(row => row.Features.Dense[number]!)],
        DenseQueries = [.. queries.SelectMany(query => query.Dense[number]!)],
    };
}
