namespace Loci.Indexing.Dense;

/// <summary>A row that was found.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Score">|⟨q, x⟩| for one query, Σ⟨q, x⟩² for several: products in float64 in one order, the same number however the row was found.</param>
public readonly record struct ScoredRow(int Row, double Score);
