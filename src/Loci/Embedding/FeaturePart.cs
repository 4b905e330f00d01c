namespace Loci.Embedding;

/// <summary>One part of a representation and its share in the summed kernel.</summary>
/// <param name="Name">Name of the part, such as <c>tfidf</c>.</param>
/// <param name="Kind">How the part is stored and compared.</param>
/// <param name="Weight">Weight of the part's cosine kernel in the sum; the weights of an embedder sum to 1.</param>
/// <param name="Dimensions">Length of a dense part; 0 for term counts.</param>
public sealed record FeaturePart(string Name, FeatureKind Kind, double Weight, int Dimensions);
