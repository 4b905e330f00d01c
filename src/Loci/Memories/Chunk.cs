namespace Loci.Memories;

/// <summary>A piece of a document as it is stored, searched and trained on.</summary>
/// <param name="Text">The text of the piece.</param>
/// <param name="TokenCount">Its length in tokens, as the caller's tokenizer counts it.</param>
public sealed record Chunk(string Text, int TokenCount);
