namespace Loci.Scoring;

/// <summary>A window of a document's tokens and the part of it that counts.</summary>
/// <param name="Start">Index of the window's first token.</param>
/// <param name="End">Index after its last token.</param>
/// <param name="From">Index of the first token that is scored here; all from it to <paramref name="End"/> are.</param>
public readonly record struct ScoredWindow(int Start, int End, int From);
