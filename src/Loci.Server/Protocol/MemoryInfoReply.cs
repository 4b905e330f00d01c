namespace Loci.Server.Protocol;

/// <summary>What the memory holds of the tenant that asks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Bytes">Length of all documents' text in UTF-8 bytes.</param>
/// <param name="Embedder">What texts are compared by.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Object"><c>memory</c>.</param>
public sealed record MemoryInfoReply(string Name, long Documents, long Chunks, long Bytes, string Embedder, long Revision, string Object = "memory");
