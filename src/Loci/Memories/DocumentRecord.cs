namespace Loci.Memories;

/// <summary>A document to be remembered.</summary>
/// <param name="Source">Where it comes from: a path, an address, or any name the caller chooses.</param>
/// <param name="Text">Its whole text. The memory keeps the hash and the length of it; what it stores as text are the chunks.</param>
/// <param name="Meta">What else is known of it; null for nothing.</param>
public sealed record DocumentRecord(string Source, string Text, IReadOnlyDictionary<string, string>? Meta = null)
{
    /// <summary>
    /// Whether the source names a place whose content may change, such as a file: what the memory had from there before is then forgotten. Off by default:
    /// any number of documents may then share a source.
    /// </summary>
    public bool Replaces { get; init; }
}
