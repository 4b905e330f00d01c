namespace Loci.Evaluation;

/// <summary>The total after a number of gradient steps.</summary>
/// <param name="Steps">Gradient steps.</param>
/// <param name="Total">All documents together.</param>
public sealed record CurvePoint(int Steps, TableCell Total);
