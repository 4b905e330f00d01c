namespace Loci.Selection;

/// <summary>The picks of a rule, in order.</summary>
/// <param name="Indices">Candidate indices in the order they were picked; an index may come several times.</param>
/// <param name="Objective">Σ over targets of the posterior variance after each pick, for every rule alike, so that rules can be compared.</param>
/// <param name="Prior">Σ over targets of the prior variance k(t, t): the objective before the first pick.</param>
public sealed record SelectionResult(int[] Indices, double[] Objective, double Prior);
