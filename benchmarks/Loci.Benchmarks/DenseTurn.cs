namespace Loci.Benchmarks;

/// <summary>One search or one batch.</summary>
/// <param name="Milliseconds">What it took.</param>
/// <param name="Rows">What was found for each query, best first.</param>
/// <param name="Reranked">Rows read exactly for a query, on average.</param>
internal sealed record DenseTurn(double Milliseconds, int[][] Rows, double Reranked);
