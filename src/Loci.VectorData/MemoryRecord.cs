namespace Loci.VectorData;

/// <summary>What a memory has from one source, as a record of a <see cref="MemoryCollection"/>: all that the memory remembers under that name.</summary>
public sealed record MemoryRecord
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The key: where the text comes from, a path, an address, or any name.</summary>
    public required string Source { get; init; }

    /// <summary>Its text: the pieces that the memory keeps of it, one after another; documents that share the source are set apart by a line end.</summary>
    public required string Text { get; init; }

    /// <summary>What else is known of it; of the first where several documents share the source.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = Nothing;

    /// <summary>When it was added; of the first where several documents share the source. The memory sets it: what is upserted need not.</summary>
    public DateTimeOffset? Added { get; init; }

    /// <summary>The piece of <see cref="Text"/> that a search found; null where nothing was searched for.</summary>
    public string? Passage { get; init; }

    /// <summary>
    /// The vector of <see cref="Passage"/>, or of the whole text where it is one piece; L2-normalised. Empty where it was not asked for (IncludeVectors), where the
    /// text has several pieces and none was searched for, and where the memory's embedder does not give one dense vector. In what is upserted: the text's vector
    /// where it is known already, of any length; empty to have the memory embed the text.
    /// </summary>
    public ReadOnlyMemory<float> Vector { get; init; }
}
