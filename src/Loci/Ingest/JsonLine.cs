namespace Loci.Ingest;

/// <summary>One line of a JSON Lines file: a document, or what is wrong with it.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Text">The document's text; null where the line is none.</param>
/// <param name="Meta">The entries of <c>meta</c>.</param>
/// <param name="Problem">What is wrong; null where nothing is.</param>
public sealed record JsonLine(int Number, string? Text, IReadOnlyDictionary<string, string>? Meta, string? Problem);
