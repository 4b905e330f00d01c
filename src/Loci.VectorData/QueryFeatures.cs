using Loci.Embedding;
using Microsoft.Extensions.AI;

namespace Loci.VectorData;

/// <summary>What a search is given, as features of a memory's embedder.</summary>
internal static class QueryFeatures
{
    /// <summary>Throws unless a memory can be searched for such a value.</summary>
    public static void Hold<TInput>(IEmbedder embedder, TInput value, string collection)
    {
        if (value is string) return;
        if (Vector(value) is null)
            throw new NotSupportedException($"{collection} is searched by a string, or by a ReadOnlyMemory<float>, float[] or Embedding<float>, not by {typeof(TInput)}.");
        if (embedder.Parts is not [{ Kind: FeatureKind.Dense }])
            throw new NotSupportedException($"{collection} is searched by a string alone: its embedder '{embedder.Identity}' does not give one dense vector.");
    }

    /// <summary>The features.</summary>
    public static Features Of<TInput>(IEmbedder embedder, TInput value, CancellationToken cancellationToken) => value is string text
        ? embedder.Embed([text], cancellationToken)[0]
        : new Features([UnitVector.Of(Vector(value)!.Value.Span, embedder.Parts[0].Dimensions, "the query")], [null]);

    private static ReadOnlyMemory<float>? Vector<TInput>(TInput value) => value switch
    {
        ReadOnlyMemory<float> vector => vector,
        float[] vector => vector,
        Embedding<float> embedding => embedding.Vector,
        _ => (ReadOnlyMemory<float>?)null, // a bare null would become an empty vector
    };
}
