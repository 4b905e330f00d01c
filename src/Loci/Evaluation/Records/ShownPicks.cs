namespace Loci.Evaluation.Records;

/// <summary>What is kept of a method on a shown document, for reading.</summary>
/// <param name="Losses">Nats of each scored token after the last step.</param>
/// <param name="Picks">What was picked, in order.</param>
public sealed record ShownPicks(IReadOnlyList<float> Losses, IReadOnlyList<ShownPick> Picks);
