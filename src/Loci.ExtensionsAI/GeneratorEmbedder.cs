using Loci.Embedding;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>
/// Any <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> as an embedder with one dense part. Vectors are L2-normalised, whatever length the generator gives
/// them, so that the kernel is the cosine; a zero vector stays zero. A text of white space alone is the zero vector and is not sent, since many services refuse it.
/// </summary>
/// <remarks>
/// Sends batches of bounded size, several at a time, and throws what the generator throws; trying again is the generator's business. Safe to share between threads
/// as far as the generator is, which generators promise to be. The generator stays the caller's to dispose.
/// </remarks>
public sealed class GeneratorEmbedder : IEmbedder
{
    private const string Sample = "dimensions";

    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly GeneratorEmbedderOptions _options;
    private readonly int _dimensions;

    private GeneratorEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorEmbedderOptions options, string name, int dimensions)
    {
        (_generator, _options, _dimensions) = (generator, options, dimensions);
        Identity = FormattableString.Invariant($"{name}:{dimensions}");
        Parts = [new FeaturePart("generator", FeatureKind.Dense, 1, dimensions)];
    }

    /// <summary>What the generator is called, and the number of dimensions: <c>generator/1:provider:model@endpoint:d</c> where no other name is given.</summary>
    public string Identity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts { get; }

    /// <inheritdoc/>
    public double Noise => _options.Noise;

    /// <summary>Makes an embedder of a generator. Embeds one text where neither the options nor the metadata say how many dimensions there are.</summary>
    /// <param name="generator">The generator; stays the caller's.</param>
    /// <param name="options">How it is named and asked; null for the defaults.</param>
    /// <param name="cancellationToken">Handed to the generator.</param>
    /// <exception cref="InvalidInputException">The generator does not name its model and no name is given, an option makes no sense, or the text's vector does.</exception>
    public static async Task<GeneratorEmbedder> OpenAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorEmbedderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new GeneratorEmbedderOptions();
        options.Hold();
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        var name = options.Name ?? GeneratorName.Of(metadata, options.Generation);
        var dimensions = options.Dimensions ?? options.Generation?.Dimensions ?? metadata?.DefaultModelDimensions;
        if (dimensions is null)
        {
            var answers = await AskAsync(generator, options, name, [Sample], cancellationToken).ConfigureAwait(false);
            dimensions = answers[0].Length;
        }
        if (dimensions < 1)
            throw new InvalidInputException($"The generator '{name}' promises vectors of {dimensions} dimensions. Use another generator.");
        return new GeneratorEmbedder(generator, options, name, dimensions.Value);
    }

    /// <summary>Embeds each text, waiting for the generator. It is asked from a thread of the pool, so that it may wait for the caller's synchronisation context to no harm.</summary>
    /// <exception cref="InvalidInputException">The generator gave another number of vectors than asked for, one of another length, or one with NaN or infinity.</exception>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        Task.Run(() => EmbedAsync(texts, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    /// <summary>Embeds each text; the answer has one entry per text, in order. Stops at the first batch that fails.</summary>
    /// <exception cref="InvalidInputException">The generator gave another number of vectors than asked for, one of another length, or one with NaN or infinity.</exception>
    public async Task<IReadOnlyList<Features>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new float[texts.Count][];
        var sent = Enumerable.Range(0, texts.Count).Where(i => !string.IsNullOrWhiteSpace(texts[i])).Chunk(_options.BatchSize);
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(sent, bounds, async (batch, token) =>
        {
            var answers = await AskAsync(_generator, _options, Identity, [.. batch.Select(i => texts[i])], token).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++) vectors[batch[i]] = Normalised(answers[i].Span);
        }).ConfigureAwait(false);
        return [.. vectors.Select(vector => new Features([vector ?? new float[_dimensions]], [null]))];
    }

    /// <summary>Frees nothing: the generator is the caller's.</summary>
    public void Dispose()
    {
    }

    private static async Task<ReadOnlyMemory<float>[]> AskAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorEmbedderOptions options, string name, string[] texts, CancellationToken cancellationToken)
    {
        var answers = await generator.GenerateAsync(texts, options.Generation?.Clone(), cancellationToken).ConfigureAwait(false);
        return answers.Count == texts.Length
            ? [.. answers.Select(answer => answer.Vector)]
            : throw new InvalidInputException($"The generator '{name}' gave {answers.Count} vectors for {texts.Length} texts. Use another generator.");
    }

    private float[] Normalised(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _dimensions)
            throw new InvalidInputException(
                $"The generator '{Identity}' gave a vector of {vector.Length} dimensions; {_dimensions} were expected. Its model may have changed: make the memory anew, or ask the model that made it.");
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        if (!double.IsFinite(squares))
            throw new InvalidInputException($"The generator '{Identity}' gave a vector with NaN or infinity. Use another generator, or look at what its model computes in.");
        var result = vector.ToArray();
        if (squares == 0) return result;
        var norm = Math.Sqrt(squares);
        for (var i = 0; i < result.Length; i++) result[i] = (float)(result[i] / norm);
        return result;
    }
}
