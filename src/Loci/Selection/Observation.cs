namespace Loci.Selection;

/// <summary>What conditioning on one pick x did, so that it can be done to other candidates given only their kernel value with x.</summary>
/// <param name="Candidate">x.</param>
/// <param name="Variance">kₙ(x, x) before; zero where the pick told nothing and changed nothing.</param>
/// <param name="Scale">√(kₙ(x, x) + λ).</param>
/// <param name="Repeated">Number of the latest column of the same candidate, −1 if this is its first.</param>
/// <param name="Projections">What x has on each column after <paramref name="Repeated"/>.</param>
/// <param name="Steps">kₙ(t, x) of each target, over the scale.</param>
internal sealed record Observation(int Candidate, double Variance, double Scale, int Repeated, double[] Projections, double[] Steps)
{
    /// <summary>The observation of a candidate without variance.</summary>
    public static Observation Nothing(int candidate) => new(candidate, 0, 0, -1, [], []);
}
