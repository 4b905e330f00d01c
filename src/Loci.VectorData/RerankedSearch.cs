using System.Runtime.CompilerServices;
using Loci.Reranking;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>
/// Re-ranking for any store behind Microsoft.Extensions.VectorData: <c>SearchAsync(query, 10)</c> becomes
/// <c>SearchRerankedAsync(query, 10, record => record.Vector)</c>. See <see cref="Reranker"/> for what the order means.
/// </summary>
/// <remarks>
/// Holds no state: as safe to call from several threads as the store is. The picking itself is a computation of O(N·K·d) on the thread that the last hit
/// arrived on, a few milliseconds for K = 200.
/// </remarks>
public static class RerankedSearch
{
    /// <summary>Searches for the K nearest records and returns those <paramref name="top"/> of them that together tell most about the query, in that order.</summary>
    /// <remarks>
    /// Lazy like the store's own search: nothing is asked of the store before the first result is, and every enumeration searches anew. The first result
    /// waits for all K hits. Results are the store's own, with the store's score; scores need not fall from result to result. For uncertainties, or for a
    /// hybrid search, re-rank the results of a search with <see cref="RerankAsync{TRecord}(IAsyncEnumerable{VectorSearchResult{TRecord}}, ReadOnlyMemory{float}, int, Func{TRecord, ReadOnlyMemory{float}}, RerankOptions?, CancellationToken)"/>.
    /// </remarks>
    /// <typeparam name="TRecord">Type of the store's records.</typeparam>
    /// <param name="store">The collection to search; stays the caller's.</param>
    /// <param name="query">
    /// The query's vector: what a text's embedding generator gives for it. A store that embeds texts itself does not hand out the vectors needed here.
    /// </param>
    /// <param name="top">N: how many results at most, at least 1.</param>
    /// <param name="vector">Gives a record's vector, the one that is searched by.</param>
    /// <param name="options">K, filter, λ and the rest; null for the defaults.</param>
    /// <param name="cancellationToken">Handed to the store, and checked between picks.</param>
    /// <exception cref="InvalidInputException">
    /// <paramref name="top"/> or <see cref="RerankedSearchOptions{TRecord}.Candidates"/> is less than 1. While results are read: a vector is missing, has
    /// another length than the query's, or holds NaN or infinity; or an option makes no sense.
    /// </exception>
    public static IAsyncEnumerable<VectorSearchResult<TRecord>> SearchRerankedAsync<TRecord>(
        this IVectorSearchable<TRecord> store,
        ReadOnlyMemory<float> query,
        int top,
        Func<TRecord, ReadOnlyMemory<float>> vector,
        RerankedSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(vector);
        options ??= new RerankedSearchOptions<TRecord>();
        if (top < 1 || options.Candidates < 1)
        {
            throw new InvalidInputException($"A search must ask for at least one result and one candidate; it asked for {top} results of {options.Candidates} candidates.");
        }
        return SearchAsync(store, query, top, vector, options, cancellationToken);
    }

    /// <summary>Reads all results of a search, of any kind, and picks up to <paramref name="top"/> of them, those that together tell most about the query, in that order.</summary>
    /// <typeparam name="TRecord">Type of the store's records.</typeparam>
    /// <param name="results">What a search found, with vectors (<c>IncludeVectors</c>); enumerated once, to its end.</param>
    /// <param name="query">The query's vector.</param>
    /// <param name="top">N: how many picks at most.</param>
    /// <param name="vector">Gives a record's vector, the one that was searched by; called once per result.</param>
    /// <param name="options">λ, the rule and the rest; null for the defaults.</param>
    /// <param name="cancellationToken">Handed to the search, and checked between picks.</param>
    /// <returns>The picks, each with its position among <paramref name="results"/> and the uncertainty left after it.</returns>
    /// <exception cref="InvalidInputException">A vector is missing, has another length than the query's, or holds NaN or infinity; or an option makes no sense.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<IReadOnlyList<RerankedHit<VectorSearchResult<TRecord>>>> RerankAsync<TRecord>(
        this IAsyncEnumerable<VectorSearchResult<TRecord>> results,
        ReadOnlyMemory<float> query,
        int top,
        Func<TRecord, ReadOnlyMemory<float>> vector,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRecord : class => RerankAsync(results, [query], top, vector, options, cancellationToken);

    /// <summary>Re-ranks for several queries at once, such as the parts of a question; otherwise as for one. See <see cref="Reranker"/>.</summary>
    /// <typeparam name="TRecord">Type of the store's records.</typeparam>
    /// <param name="results">What a search found, with vectors (<c>IncludeVectors</c>); enumerated once, to its end.</param>
    /// <param name="queries">The queries' vectors, at least one.</param>
    /// <param name="top">N: how many picks at most.</param>
    /// <param name="vector">Gives a record's vector, the one that was searched by; called once per result.</param>
    /// <param name="options">λ, the rule and the rest; null for the defaults.</param>
    /// <param name="cancellationToken">Handed to the search, and checked between picks.</param>
    /// <returns>The picks, each with its position among <paramref name="results"/> and the uncertainty left after it.</returns>
    /// <exception cref="InvalidInputException">
    /// There is no query; a vector is missing, has another length than the first query's, or holds NaN or infinity; or an option makes no sense.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<IReadOnlyList<RerankedHit<VectorSearchResult<TRecord>>>> RerankAsync<TRecord>(
        this IAsyncEnumerable<VectorSearchResult<TRecord>> results,
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        int top,
        Func<TRecord, ReadOnlyMemory<float>> vector,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(vector);
        return ReadAndRerankAsync(results, queries, top, vector, options, cancellationToken);
    }

    private static async Task<IReadOnlyList<RerankedHit<VectorSearchResult<TRecord>>>> ReadAndRerankAsync<TRecord>(
        IAsyncEnumerable<VectorSearchResult<TRecord>> results,
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        int top,
        Func<TRecord, ReadOnlyMemory<float>> vector,
        RerankOptions? options,
        CancellationToken cancellationToken)
        where TRecord : class
    {
        List<VectorSearchResult<TRecord>> hits = await results.ToListAsync(cancellationToken).ConfigureAwait(false);
        return Reranker.Rerank(queries, hits, hit => vector(hit.Record), top, options, cancellationToken);
    }

    private static async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TRecord>(
        IVectorSearchable<TRecord> store,
        ReadOnlyMemory<float> query,
        int top,
        Func<TRecord, ReadOnlyMemory<float>> vector,
        RerankedSearchOptions<TRecord> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRecord : class
    {
        var results = store.SearchAsync(query, Math.Max(top, options.Candidates), WithVectors(options.Search), cancellationToken);
        foreach (var pick in await results.RerankAsync(query, top, vector, options.Rerank, cancellationToken).ConfigureAwait(false))
        {
            yield return pick.Item;
        }
    }

    private static VectorSearchOptions<TRecord> WithVectors<TRecord>(VectorSearchOptions<TRecord>? options)
        where TRecord : class => new()
    {
        Filter = options?.Filter,
        VectorProperty = options?.VectorProperty,
        Skip = options?.Skip ?? 0,
        ScoreThreshold = options?.ScoreThreshold,
        IncludeVectors = true,
    };
}
