namespace Loci.Text;

/// <summary>A stretch of a text that is encoded as a whole, and who wrote it.</summary>
/// <param name="Text">The characters.</param>
/// <param name="IsMarkup">
/// Whether the program wrote it, so that special tokens in it are meant. In other people's text they are not: what looks like one stays text.
/// </param>
public readonly record struct TextSegment(string Text, bool IsMarkup);
