using Loci.Reranking;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>How a store is searched and its hits re-ranked.</summary>
/// <typeparam name="TRecord">Type of the store's records.</typeparam>
public sealed record RerankedSearchOptions<TRecord>
    where TRecord : class
{
    /// <summary>
    /// K: how many hits the store is asked for, default 200; as many as are to be picked are asked for in any case. K bounds how far from the query a
    /// pick may be: every hit is a candidate, so in a collection of a few hundred records take a smaller one. The store sends the hits' vectors, 4·K·d
    /// bytes for d float32 dimensions.
    /// </summary>
    public int Candidates { get; init; } = 200;

    /// <summary>
    /// Filter, vector property, hits to skip and score threshold of the search; null for the store's defaults. Read when the search begins and not
    /// changed; vectors are asked for whatever it says.
    /// </summary>
    public VectorSearchOptions<TRecord>? Search { get; init; }

    /// <summary>λ, the rule and the rest.</summary>
    public RerankOptions Rerank { get; init; } = new();
}
