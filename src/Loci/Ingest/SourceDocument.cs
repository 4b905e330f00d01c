namespace Loci.Ingest;

/// <summary>One document as a source gives it.</summary>
/// <param name="Source">Where it came from: a file's full path, with <c>#line</c> for JSON Lines and <c>#row</c> for tables, or <c>stdin</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Meta">What else the source says of it; nested values are kept as JSON text.</param>
public sealed record SourceDocument(string Source, string Text, IReadOnlyDictionary<string, string>? Meta = null)
{
    /// <summary>Whether <see cref="Source"/> names a place that may hold another text another day, as a file does, so that this document takes the place of what came from there before.</summary>
    public bool Replaces { get; init; }
}
