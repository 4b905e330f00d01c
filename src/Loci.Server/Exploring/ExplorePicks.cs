namespace Loci.Server.Exploring;

/// <summary>What a rule picks.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Indices">Which of the candidates, in order; one may come several times.</param>
/// <param name="Uncertainty">σ after each pick.</param>
public sealed record ExplorePicks(string Name, IReadOnlyList<int> Indices, IReadOnlyList<double> Uncertainty);
