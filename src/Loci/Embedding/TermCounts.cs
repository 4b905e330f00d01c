namespace Loci.Embedding;

/// <summary>How often each term occurs in a text. A term is the 32-bit hash of its characters.</summary>
/// <param name="Terms">Strictly ascending term hashes.</param>
/// <param name="Counts">How often each occurs, at least 1.</param>
public sealed record TermCounts(uint[] Terms, int[] Counts);
