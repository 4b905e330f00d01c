using Loci.Embedding;
using Loci.Text;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>
/// Any embedder of Loci with one dense part (static, encoder, hidden states) as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, for programs that know
/// nothing of Loci. Vectors are L2-normalised, or zero where a text says nothing.
/// </summary>
/// <remarks>Safe to share between threads. Computes on a thread of the pool. The embedder stays the caller's to dispose.</remarks>
public sealed class EmbedderGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly IEmbedder _embedder;
    private readonly ITokenizer? _tokenizer;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Wraps an embedder.</summary>
    /// <param name="embedder">The embedder; stays the caller's.</param>
    /// <param name="tokenizer">Counts tokens for <see cref="GeneratedEmbeddings{TEmbedding}.Usage"/>, special ones included; null where usage need not be known.</param>
    /// <exception cref="InvalidInputException">The embedder has other than one part, or its part is term counts.</exception>
    public EmbedderGenerator(IEmbedder embedder, ITokenizer? tokenizer = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        if (embedder.Parts.Count != 1)
            throw new InvalidInputException($"A generator gives one vector per text, but the embedder '{embedder.Identity}' has the parts {Names(embedder.Parts)}. Use an embedder with one dense part.");
        if (embedder.Parts[0].Kind != FeatureKind.Dense)
            throw new InvalidInputException($"A generator gives dense vectors, but the embedder '{embedder.Identity}' counts terms (part {Names(embedder.Parts)}). Use a static embedder, an encoder or hidden states.");
        (_embedder, _tokenizer) = (embedder, tokenizer);
        _metadata = new EmbeddingGeneratorMetadata("loci", providerUri: null, embedder.Identity, embedder.Parts[0].Dimensions);
    }

    /// <summary>Embeds each text; the answer has one vector per text, in order.</summary>
    /// <exception cref="InvalidInputException">The options ask for another model or for another number of dimensions than the embedder has.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Hold(options);
        string[] texts = [.. values];
        var (features, tokens) = await Task.Run(() => (_embedder.Embed(texts, cancellationToken), Count(texts, cancellationToken)), cancellationToken).ConfigureAwait(false);
        return new GeneratedEmbeddings<Embedding<float>>(features.Select(feature => new Embedding<float>(feature.Dense[0]!) { ModelId = _metadata.DefaultModelId }))
        {
            Usage = tokens is null ? null : new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
        };
    }

    /// <summary>Gives its metadata, itself, or the embedder.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_embedder) ? _embedder : null;
    }

    /// <summary>Frees nothing: the embedder is the caller's.</summary>
    public void Dispose()
    {
    }

    private long? Count(string[] texts, CancellationToken cancellationToken)
    {
        if (_tokenizer is null) return null;
        var tokens = 0L;
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens += _tokenizer.Encode(text, addSpecialTokens: true).Length;
        }
        return tokens;
    }

    private void Hold(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is { } dimensions && dimensions != _metadata.DefaultModelDimensions)
            throw new InvalidInputException($"Vectors of {dimensions} dimensions were asked for, but the embedder '{_embedder.Identity}' gives {_metadata.DefaultModelDimensions}. Ask for those, or for none in particular.");
        if (options?.ModelId is { } model && model != _metadata.DefaultModelId)
            throw new InvalidInputException($"The model '{model}' was asked for, but this is the embedder '{_embedder.Identity}'. Ask for that, or for none in particular.");
    }

    private static string Names(IReadOnlyList<FeaturePart> parts) => string.Join(", ", parts.Select(part => $"'{part.Name}'"));
}
