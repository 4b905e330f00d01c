namespace Loci.Memories;

/// <summary>A document in the memory.</summary>
/// <param name="Id">Its number; later documents have larger ones, and none is used twice.</param>
/// <param name="Source">Where it came from first, of the places that still have it.</param>
/// <param name="Meta">What else is known of it.</param>
/// <param name="Bytes">Length of its text in UTF-8 bytes.</param>
public sealed record StoredDocument(long Id, string Source, IReadOnlyDictionary<string, string> Meta, long Bytes)
{
    /// <summary>When it was added, to the millisecond, in UTC.</summary>
    public DateTimeOffset Added { get; init; }

    /// <summary>Other sources of the same text, in ordinal order.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The earlier document it nearly repeats; null where it repeats none or none was looked for.</summary>
    public long? DuplicateOf { get; init; }
}
