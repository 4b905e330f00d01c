namespace Loci.Evaluation;

/// <summary>A document to evaluate on.</summary>
/// <param name="Subset">The part of the corpus it belongs to.</param>
/// <param name="Name">Names it in records.</param>
/// <param name="Text">Its text.</param>
public sealed record EvaluationDocument(string Subset, string Name, string Text);
