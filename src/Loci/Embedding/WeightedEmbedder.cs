namespace Loci.Embedding;

/// <summary>An embedder and its share in a <see cref="SumEmbedder"/>.</summary>
/// <param name="Embedder">The embedder.</param>
/// <param name="Weight">Its share, positive; only the ratio to the other shares counts.</param>
public sealed record WeightedEmbedder(IEmbedder Embedder, double Weight);
