namespace Loci.Server.Protocol;

/// <summary>A document of the memory.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Bytes">Length of its text in UTF-8 bytes.</param>
/// <param name="Added">When, in seconds since 1970.</param>
/// <param name="Meta">What else is known of it.</param>
/// <param name="Copies">Other sources of the same text.</param>
/// <param name="Object"><c>memory.document</c>.</param>
public sealed record MemoryDocumentEntry(
    long Id, string Source, long Bytes, long Added, IReadOnlyDictionary<string, string> Meta, IReadOnlyList<string> Copies, string Object = "memory.document");
