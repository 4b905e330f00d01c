namespace Loci.Formats.Word;

/// <summary>What a paragraph, or the style it is set in, says of its place in the document; null is left to the style below.</summary>
/// <param name="Parent">The style that it builds on.</param>
/// <param name="Outline">Its level in the outline, from 0; 9 is body text.</param>
/// <param name="List">The list that it is an item of; 0 is none.</param>
/// <param name="Level">Its level in the list, from 0.</param>
internal sealed record ParagraphStyle(string? Parent = null, int? Outline = null, int? List = null, int? Level = null);
