using Loci.Models;

namespace Loci.Generation;

/// <summary>A piece of a continuation.</summary>
/// <param name="Text">What can be shown now. Empty while a character is not complete, or while what was generated may be the beginning of a stop string.</param>
/// <param name="Token">The token that brought it, or null for what is left at the end.</param>
/// <param name="Finish">Why the continuation ended, on its last piece; null before.</param>
public readonly record struct TextPiece(string Text, GeneratedToken? Token, FinishReason? Finish);
