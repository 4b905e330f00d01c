namespace Loci.Selection.Scaling;

/// <summary>Candidates and targets in a plane: what <see cref="ClassicalScaling"/> makes of a kernel.</summary>
/// <param name="Candidates">The K candidates, in their order.</param>
/// <param name="Targets">The m targets, in their order.</param>
/// <param name="Share">Which part of the points' spread the plane shows, 0 to 1: (λ₁ + λ₂) / Σλ; 1 where they all lie on one spot.</param>
public sealed record PlaneMap(IReadOnlyList<PlanePoint> Candidates, IReadOnlyList<PlanePoint> Targets, double Share);
