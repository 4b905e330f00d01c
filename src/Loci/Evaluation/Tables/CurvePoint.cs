namespace Loci.Evaluation.Tables;

/// <summary>The total after a number of picks.</summary>
/// <param name="Steps">Picks that were learnt, or put into the context.</param>
/// <param name="Total">All documents together.</param>
/// <param name="Guarded">Percent of the base with a guard that may stop at any checkpoint up to this one.</param>
/// <param name="Seconds">Mean seconds a document had taken: embedding, search, selection and steps.</param>
public sealed record CurvePoint(int Steps, TableCell Total, double Guarded, double Seconds);
