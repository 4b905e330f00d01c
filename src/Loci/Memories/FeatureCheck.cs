using System.Numerics.Tensors;
using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Holds features to what their parts promise, so that no wrong number is stored or searched with.</summary>
internal static class FeatureCheck
{
    /// <summary>Returns what is wrong with the features, or null if nothing is.</summary>
    public static string? Find(IReadOnlyList<FeaturePart> parts, Features features)
    {
        if (features.Dense.Count != parts.Count || features.Terms.Count != parts.Count)
            return $"there are {features.Dense.Count} dense and {features.Terms.Count} sparse entries for {parts.Count} parts";
        for (var i = 0; i < parts.Count; i++)
        {
            var wrong = parts[i].Kind == FeatureKind.Dense ? FindDense(parts[i], features.Dense[i]) : FindTerms(features.Terms[i]);
            if (wrong is not null)
                return $"part '{parts[i].Name}' {wrong}";
        }
        return null;
    }

    /// <summary>Throws if the embedder gave features that its parts do not allow.</summary>
    public static void Hold(IEmbedder embedder, Features features)
    {
        if (Find(embedder.Parts, features) is { } wrong)
            throw new InvalidInputException($"The embedder '{embedder.Identity}' gave features it does not promise: {wrong}. Use another embedder.");
    }

    private static string? FindDense(FeaturePart part, float[]? vector)
    {
        if (vector is null)
            return "has no dense vector";
        if (vector.Length != part.Dimensions)
            return $"has {vector.Length} dimensions instead of {part.Dimensions}";
        var norm = TensorPrimitives.Norm<float>(vector);
        // Not a number fails both comparisons. 1e-3 allows vectors that were normalised in 16 bits.
        return norm == 0 || Math.Abs(norm - 1) <= 1e-3 ? null : FormattableString.Invariant($"has norm {norm} instead of 1");
    }

    private static string? FindTerms(TermCounts? terms)
    {
        if (terms is null)
            return "has no term counts";
        if (terms.Terms.Length != terms.Counts.Length)
            return $"has {terms.Terms.Length} terms but {terms.Counts.Length} counts";
        for (var i = 0; i < terms.Terms.Length; i++)
        {
            if (terms.Counts[i] < 1)
                return $"counts a term {terms.Counts[i]} times";
            if (i > 0 && terms.Terms[i] <= terms.Terms[i - 1])
                return "has terms that are not strictly ascending";
        }
        return null;
    }
}
