namespace Loci.Memories;

/// <summary>A document to be remembered.</summary>
/// <param name="Source">Where it comes from: a path, an address, or any name the caller chooses.</param>
/// <param name="Text">Its whole text. The memory keeps the hash and the length of it; what it stores as text are the chunks.</param>
/// <param name="Meta">What else is known of it; null for nothing.</param>
public sealed record DocumentRecord(string Source, string Text, IReadOnlyDictionary<string, string>? Meta = null);
