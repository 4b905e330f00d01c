namespace Loci.Ingest;

/// <summary>One entry of a file: a document, or what is wrong with it.</summary>
/// <param name="Number">Its line or row, from 1; null where the file is one document.</param>
/// <param name="Text">The document's text; null where the entry is none.</param>
/// <param name="Meta">What else the entry says; nested values are kept as JSON text.</param>
/// <param name="Problem">What was expected and what was found, without a full stop; null where nothing is wrong.</param>
public sealed record DocumentEntry(int? Number, string? Text, IReadOnlyDictionary<string, string>? Meta = null, string? Problem = null);
