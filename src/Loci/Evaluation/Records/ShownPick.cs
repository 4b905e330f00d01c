namespace Loci.Evaluation.Records;

/// <summary>A pick for reading.</summary>
/// <param name="Chunk">The chunk's number in its memory.</param>
/// <param name="Source">Where its document came from.</param>
/// <param name="Text">How it begins.</param>
/// <param name="Repeats">Position of the first earlier pick that it nearly repeats (Jaccard similarity of words of at least a half), or null.</param>
public sealed record ShownPick(long Chunk, string Source, string Text, int? Repeats);
