namespace Loci.Ingest;

/// <summary>One document as a source gives it.</summary>
/// <param name="Source">Where it came from: a file's full path, with <c>#line</c> for JSON Lines, or <c>stdin</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Meta">What else the source says of it; nested values are kept as JSON text.</param>
public sealed record SourceDocument(string Source, string Text, IReadOnlyDictionary<string, string>? Meta = null)
{
    /// <summary>Whether the source is a place whose content may change, so that what a memory had from there before is replaced.</summary>
    public bool Replaces { get; init; }
}
