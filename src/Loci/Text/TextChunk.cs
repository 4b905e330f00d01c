namespace Loci.Text;

/// <summary>A piece of a text, as cut by <see cref="Chunker"/>.</summary>
/// <param name="Text">The piece; the pieces of a text concatenate to it exactly.</param>
/// <param name="TokenCount">Its length in tokens when it is encoded alone, without special tokens.</param>
public sealed record TextChunk(string Text, int TokenCount);
