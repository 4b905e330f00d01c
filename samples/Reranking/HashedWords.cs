using Microsoft.Extensions.AI;

namespace Loci.Samples.Reranking;

/// <summary>
/// Stands in for an embedding model, so that the sample runs anywhere: counts the longer words of a text in 512 hashed slots. Put your own
/// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> in its place.
/// </summary>
public sealed class HashedWords : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 512;

    private const int ShortestWord = 4; // leaves out most words that say nothing

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(Count(text)))));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private static float[] Count(string text)
    {
        var vector = new float[Dimensions];
        foreach (string word in text.ToLowerInvariant().Split([' ', ',', '.', ':', ';', '?', '\''], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length >= ShortestWord)
            {
                vector[Slot(word)] += 1;
            }
        }
        return vector;
    }

    private static int Slot(string word)
    {
        uint hash = 2166136261; // FNV-1a
        foreach (char letter in word)
        {
            hash = (hash ^ letter) * 16777619;
        }
        return (int)(hash % Dimensions);
    }
}
