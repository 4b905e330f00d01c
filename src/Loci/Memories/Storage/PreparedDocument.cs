namespace Loci.Memories.Storage;

/// <summary>A document ready to be written: the hash and length of its UTF-8 text, and its chunks, which are null where only its source is news.</summary>
internal sealed record PreparedDocument(DocumentRecord Record, byte[] Hash, long Bytes, IReadOnlyList<PreparedChunk>? Chunks)
{
    /// <summary>What near-duplicates are found by; null where none are looked for.</summary>
    public PreparedSignature? Signature { get; init; }
}
