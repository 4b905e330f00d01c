using System.Text;
using Loci.VectorData;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Loci.Samples.Reranking;

/// <summary>The sample itself: one question, answered by a store's own search and by the same search re-ranked.</summary>
public static class TopFive
{
    private const int Top = 5;
    private const int Candidates = 10; // of so small a collection; the default, 200, suits large ones

    /// <summary>Fills a collection, as a retrieval program does.</summary>
    public static async Task<VectorStoreCollection<int, Passage>> FillAsync(IEmbeddingGenerator<string, Embedding<float>> embedder, CancellationToken cancellationToken = default)
    {
        var collection = new InMemoryCollection<int, Passage>("handbook", passage => passage.Id, passage => passage.Vector, passage => passage with { Vector = default });
        await collection.EnsureCollectionExistsAsync(cancellationToken);
        int id = 0;
        foreach ((string source, string text) in Handbook.Passages)
        {
            var vector = await embedder.GenerateVectorAsync(text, cancellationToken: cancellationToken);
            await collection.UpsertAsync(new Passage { Id = id++, Source = source, Text = text, Vector = vector }, cancellationToken);
        }
        return collection;
    }

    /// <summary>The five nearest passages, and the five that together tell most.</summary>
    public static async Task<(Passage[] Nearest, Passage[] Reranked)> FindAsync(CancellationToken cancellationToken = default)
    {
        using var embedder = new HashedWords();
        using var collection = await FillAsync(embedder, cancellationToken);
        var query = await embedder.GenerateVectorAsync(Handbook.Question, cancellationToken: cancellationToken);

        var nearest = collection.SearchAsync(query, Top, cancellationToken: cancellationToken);
        var reranked = collection.SearchRerankedAsync(query, Top, passage => passage.Vector, new() { Candidates = Candidates }, cancellationToken);

        return (await nearest.Select(result => result.Record).ToArrayAsync(cancellationToken), await reranked.Select(result => result.Record).ToArrayAsync(cancellationToken));
    }

    /// <summary>What the program prints.</summary>
    public static async Task<string> RunAsync(CancellationToken cancellationToken = default)
    {
        (Passage[] nearest, Passage[] reranked) = await FindAsync(cancellationToken);
        var page = new StringBuilder($"Question: {Handbook.Question}\n");
        Append(page, "SearchAsync, the nearest five:", nearest);
        Append(page, "SearchRerankedAsync, five that do not repeat each other:", reranked);
        return page.ToString();
    }

    private static void Append(StringBuilder page, string title, Passage[] passages)
    {
        page.Append($"\n{title}\n");
        foreach (Passage passage in passages)
        {
            page.Append($"  {passage.Source,-17}{passage.Text}\n");
        }
    }
}
