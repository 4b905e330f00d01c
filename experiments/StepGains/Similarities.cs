using System.Numerics.Tensors;
using Loci.Embedding;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Experiments;

/// <summary>Everything that two texts are compared by.</summary>
internal sealed class Similarities(CausalLanguageModel model, TextGradient gradients, TextGradient damped, HiddenStateEmbedder hidden, StaticEmbedder? table)
{
    /// <summary>What a text is compared by.</summary>
    public TextFeatures Of(string text, int[] tokens)
    {
        var gradient = gradients.Of(tokens);
        return new TextFeatures(Vector(hidden, text), table is null ? null : Vector(table, text), gradient, TensorPrimitives.Norm(gradient.AsSpan()), damped.Of(tokens), new HashSet<int>(tokens));
    }

    /// <summary>All similarities of a prompt and a chunk.</summary>
    /// <param name="query">The prompt.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="lexical">Their cosine of words and word pairs, weighted as the memory weights them.</param>
    public IReadOnlyDictionary<string, double> Between(TextFeatures query, TextFeatures chunk, double lexical)
    {
        var inner = TensorPrimitives.Dot(query.Gradient.AsSpan(), chunk.Gradient);
        var cosine = inner / (query.GradientNorm * chunk.GradientNorm);
        double dampedInner = TensorPrimitives.Dot(query.Damped.AsSpan(), chunk.Damped);
        var head = HeadLength;
        double headInner = TensorPrimitives.Dot(query.Gradient.AsSpan(0, head), chunk.Gradient.AsSpan(0, head)), bodyInner = inner - headInner;
        var similarities = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["words+bigrams"] = lexical,
            ["hidden, last layer"] = TensorPrimitives.Dot(query.Hidden.AsSpan(), chunk.Hidden),
            ["words+bigrams & hidden"] = lexical + TensorPrimitives.Dot(query.Hidden.AsSpan(), chunk.Hidden),
            ["shared tokens (Jaccard)"] = query.Tokens.Intersect(chunk.Tokens).Count() / (double)query.Tokens.Union(chunk.Tokens).Count(),
            ["gradient, inner product"] = inner,
            ["gradient, cosine"] = cosine,
            ["damped gradient, inner product"] = dampedInner,
            ["damped gradient, cosine"] = dampedInner / (TensorPrimitives.Norm(query.Damped.AsSpan()) * TensorPrimitives.Norm(chunk.Damped.AsSpan())),
            ["gradient of embeddings, inner product"] = headInner,
            ["gradient of blocks, inner product"] = bodyInner,
            ["words+bigrams × gradient cosine"] = lexical * cosine,
            ["chunk length"] = chunk.Tokens.Count,
        };
        if (query.Static is { } q && chunk.Static is { } x)
        {
            similarities["static"] = TensorPrimitives.Dot(q.AsSpan(), x);
            similarities["words+bigrams & static"] = lexical + TensorPrimitives.Dot(q.AsSpan(), x);
        }
        return similarities;
    }

    /// <summary>The embedding comes first among the parameters, and is the output layer too where they are tied.</summary>
    private int HeadLength => model.Configuration.HiddenSize * model.Configuration.VocabularySize;

    private static float[] Vector(IEmbedder embedder, string text)
    {
        var vector = embedder.Embed([text])[0].Dense[0]!;
        var norm = TensorPrimitives.Norm(vector.AsSpan());
        return norm == 0 ? vector : [.. vector.Select(value => value / norm)];
    }
}
