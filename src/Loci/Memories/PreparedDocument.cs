namespace Loci.Memories;

/// <summary>A document ready to be written: the hash and length of its UTF-8 text, and its chunks.</summary>
internal sealed record PreparedDocument(DocumentRecord Record, byte[] Hash, long Bytes, IReadOnlyList<PreparedChunk> Chunks);
