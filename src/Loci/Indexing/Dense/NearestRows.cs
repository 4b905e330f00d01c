namespace Loci.Indexing.Dense;

/// <summary>What a search found.</summary>
/// <param name="Rows">The best rows, best first, ties to the lowest row.</param>
/// <param name="Reranked">How many rows were read exactly to be sure of them; the same for every number of threads.</param>
public sealed record NearestRows(ScoredRow[] Rows, int Reranked);
