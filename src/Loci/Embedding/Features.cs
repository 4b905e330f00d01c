namespace Loci.Embedding;

/// <summary>The features of one text: per <see cref="FeaturePart"/>, in order, either a dense vector or term counts.</summary>
/// <param name="Dense">For each part, its vector, or null where the part is term counts.</param>
/// <param name="Terms">For each part, its term counts, or null where the part is dense.</param>
public sealed record Features(IReadOnlyList<float[]?> Dense, IReadOnlyList<TermCounts?> Terms);
