using Loci.Embedding;

namespace Loci.Memories;

/// <summary>A piece of a document as it is stored, searched and trained on.</summary>
/// <param name="Text">The text of the piece.</param>
/// <param name="TokenCount">Its length in tokens, as the caller's tokenizer counts it.</param>
public sealed record Chunk(string Text, int TokenCount)
{
    /// <summary>Its features where they are known already, as the memory's embedder would give them; null to have the memory embed the text.</summary>
    public Features? Features { get; init; }
}
