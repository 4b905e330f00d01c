using System.Numerics.Tensors;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Reranking;

/// <summary>
/// Puts what a search found into a better order: each next hit is the one that tells most about the query beyond what the earlier ones have told
/// (SIFT, arXiv 2410.08020), so the top N are relevant and do not repeat each other. A drop-in for taking the top N of K hits.
/// </summary>
/// <remarks>
/// Works on the vectors a search used anyway, which are read and not kept; no model and no index. Cost O(N·K·d) for K hits of d dimensions.
/// Pure and safe to call from any thread; the same answer on every run, ties to the hit that came first.
/// </remarks>
public static class Reranker
{
    /// <summary>Picks up to <paramref name="count"/> of the hits for one query, most useful first.</summary>
    /// <typeparam name="T">Type of the hits: a record, a document, or a vector itself (<c>hit => hit</c>).</typeparam>
    /// <param name="query">The query's vector, d numbers.</param>
    /// <param name="hits">K hits, best first or in any order; their order decides ties only.</param>
    /// <param name="vector">Gives a hit's vector, d numbers; called once per hit, in order. Nobody may change the vectors during the call.</param>
    /// <param name="count">N: how many picks at most. Fewer only if there are fewer hits or <see cref="RerankOptions.Stopping"/> ends it.</param>
    /// <param name="options">λ, the rule and the rest; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between picks.</param>
    /// <exception cref="InvalidInputException">A vector is missing, has another length than the query's, or holds NaN or infinity; or an option makes no sense.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<RerankedHit<T>> Rerank<T>(
        ReadOnlyMemory<float> query,
        IReadOnlyList<T> hits,
        Func<T, ReadOnlyMemory<float>> vector,
        int count,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default) => Rerank([query], hits, vector, count, options, cancellationToken);

    /// <summary>
    /// Picks up to <paramref name="count"/> of the hits for several queries at once, such as the parts of a question: what is left to know is summed
    /// over the queries. Otherwise as for one query.
    /// </summary>
    /// <typeparam name="T">Type of the hits.</typeparam>
    /// <param name="queries">m vectors of d numbers, at least one.</param>
    /// <param name="hits">K hits, best first or in any order; their order decides ties only.</param>
    /// <param name="vector">Gives a hit's vector, d numbers; called once per hit, in order. Nobody may change the vectors during the call.</param>
    /// <param name="count">N: how many picks at most. Fewer only if there are fewer hits or <see cref="RerankOptions.Stopping"/> ends it.</param>
    /// <param name="options">λ, the rule and the rest; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between picks.</param>
    /// <exception cref="InvalidInputException">
    /// There is no query; a vector is missing, has another length than the first query's, or holds NaN or infinity; or an option makes no sense.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<RerankedHit<T>> Rerank<T>(
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        IReadOnlyList<T> hits,
        Func<T, ReadOnlyMemory<float>> vector,
        int count,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentNullException.ThrowIfNull(vector);
        options ??= new RerankOptions();
        ReadOnlyMemory<float>[] targets = Queries(queries);
        var candidates = new ReadOnlyMemory<float>[hits.Count];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = Checked($"Hit {i}", vector(hits[i]), targets[0].Length);
        }
        using var units = new UnitRows();
        DenseKernel kernel = options.Normalize ? new(units.Of(candidates), units.Of(targets)) : new(candidates, targets);
        SelectionResult picks = options.Selector.Select(kernel, Rules(count, options), cancellationToken);
        return [.. picks.Indices.Select((index, n) => new RerankedHit<T>(hits[index], index, picks.Objective[n]))];
    }

    private static SelectionOptions Rules(int count, RerankOptions options) => new()
    {
        Count = count,
        Noise = options.Noise,
        Stopping = options.Stopping,
        Distinct = options.Distinct,
    };

    private static ReadOnlyMemory<float>[] Queries(IReadOnlyList<ReadOnlyMemory<float>> queries)
    {
        if (queries.Count == 0)
        {
            throw new InvalidInputException("Re-ranking needs the vector of at least one query, and there is none.");
        }
        return [.. queries.Select((query, i) => Checked(queries.Count == 1 ? "The query" : $"Query {i}", query, queries[0].Length))];
    }

    private static ReadOnlyMemory<float> Checked(string name, ReadOnlyMemory<float> vector, int dimensions)
    {
        if (vector.IsEmpty)
        {
            throw new InvalidInputException(
                $"{name} has no vector. A store returns vectors with its hits only where asked to (IncludeVectors in Microsoft.Extensions.VectorData); ask for them, and give the one that was searched by.");
        }
        if (vector.Length != dimensions)
        {
            throw new InvalidInputException($"{name} has a vector of {vector.Length} numbers, and the first query one of {dimensions}. Embed both with the same model.");
        }
        if (!TensorPrimitives.IsFiniteAll(vector.Span))
        {
            throw new InvalidInputException($"The vector of {char.ToLowerInvariant(name[0])}{name[1..]} holds NaN or infinity. Leave it out or embed its text again.");
        }
        return vector;
    }
}
