namespace Loci.Text.PreTokenizers;

/// <summary>A stretch of a text, from <paramref name="Start"/> up to but not including <paramref name="End"/>, in UTF-16 units.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">One past the last character.</param>
/// <param name="Matched">Whether the pattern matched it, or it lies between matches.</param>
internal readonly record struct Stretch(int Start, int End, bool Matched);
