namespace Loci.Models;

/// <summary>A token added to one text of a batch.</summary>
/// <param name="Row">Which text, from 0.</param>
/// <param name="Token">The token.</param>
public readonly record struct BatchToken(int Row, GeneratedToken Token);
