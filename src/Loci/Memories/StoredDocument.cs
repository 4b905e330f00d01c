namespace Loci.Memories;

/// <summary>A document in the memory.</summary>
/// <param name="Id">Its number; later documents have larger ones, and none is used twice.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Meta">What else is known of it.</param>
/// <param name="Bytes">Length of its text in UTF-8 bytes.</param>
public sealed record StoredDocument(long Id, string Source, IReadOnlyDictionary<string, string> Meta, long Bytes);
