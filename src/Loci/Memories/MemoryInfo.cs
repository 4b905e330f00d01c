namespace Loci.Memories;

/// <summary>What a memory holds.</summary>
/// <param name="Path">Its folder, as a full path.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Bytes">Length of all documents' text in UTF-8 bytes.</param>
/// <param name="StoredBytes">Bytes its files take on disk, derived ones included.</param>
/// <param name="Embedder">Identity of the embedder it was made with.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revision">Number of changes made to it so far.</param>
public sealed record MemoryInfo(
    string Path, long Documents, long Chunks, long Bytes, long StoredBytes, string Embedder, DateTimeOffset Created, long Revision);
