namespace Loci.Selection.Scaling;

/// <summary>A point of a plane, in units of the kernel's feature space.</summary>
/// <param name="X">Along the direction in which the points are spread most.</param>
/// <param name="Y">Along the direction across it in which they are spread most.</param>
public readonly record struct PlanePoint(double X, double Y);
