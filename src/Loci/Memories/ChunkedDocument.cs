namespace Loci.Memories;

/// <summary>A document and the pieces it was cut into.</summary>
/// <param name="Document">The document.</param>
/// <param name="Chunks">Its pieces, in order; none is allowed and makes the document known without anything to find.</param>
public sealed record ChunkedDocument(DocumentRecord Document, IReadOnlyList<Chunk> Chunks);
