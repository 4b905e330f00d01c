namespace Loci.Experiments;

/// <summary>One step of an arm's lesson.</summary>
/// <param name="Texts">Tokens of what is learnt together.</param>
/// <param name="Scale">What the rate is multiplied with.</param>
internal sealed record PlannedStep(IReadOnlyList<int[]> Texts, double Scale);
