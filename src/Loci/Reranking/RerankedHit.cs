namespace Loci.Reranking;

/// <summary>One pick of a re-ranking.</summary>
/// <typeparam name="T">Type of the hits.</typeparam>
/// <param name="Item">The hit.</param>
/// <param name="Index">Its position among the hits that were re-ranked, from 0.</param>
/// <param name="Objective">
/// Σ over the queries of the posterior variance after this pick, in units of the kernel. It never rises from pick to pick; by cosines it starts, before the
/// first pick, at the number of queries.
/// </param>
public sealed record RerankedHit<T>(T Item, int Index, double Objective)
{
    /// <summary>σₙ, the square root of <see cref="Objective"/>: what is left to know about the queries after this pick.</summary>
    public double Uncertainty => Math.Sqrt(Objective);
}
