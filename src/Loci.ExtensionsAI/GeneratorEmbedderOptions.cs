using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>How a <see cref="GeneratorEmbedder"/> is named and how it asks.</summary>
public sealed record GeneratorEmbedderOptions
{
    /// <summary>
    /// What the identity begins with, where the generator's metadata do not say enough: everything that decides the vectors. The number of dimensions is put
    /// behind it. Default: <c>generator/1:provider:model@endpoint</c> out of the metadata.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>d, where it is known beforehand; otherwise the metadata's, and where they have none, one text is embedded to find out.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How many texts are sent at once, at most. Default: 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How many batches are under way at once, at most. Default: 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>λ for this representation. Default: 0.1, that of the other dense ones.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>What is handed to the generator with every batch, each time as a copy; null for nothing. A model or a number of dimensions in it is part of the identity.</summary>
    public EmbeddingGenerationOptions? Generation { get; init; }

    /// <summary>Throws where a value makes no sense.</summary>
    internal void Hold()
    {
        if (BatchSize < 1 || Parallelism < 1)
            throw new InvalidInputException($"Expected batches of at least one text and at least one batch at a time, found {BatchSize} and {Parallelism}.");
        if (!(Noise > 0) || !double.IsFinite(Noise))
            throw new InvalidInputException(FormattableString.Invariant($"λ must be a positive number; found {Noise}."));
        if (Dimensions < 1)
            throw new InvalidInputException($"Vectors have at least one dimension; {nameof(Dimensions)} is {Dimensions}.");
        if (Name is { } name && string.IsNullOrWhiteSpace(name))
            throw new InvalidInputException($"{nameof(Name)} is empty. Give a name that says what decides the vectors, or null for the generator's own.");
    }
}
