namespace Loci.Models;

/// <summary>What a model gave a token.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="LogProbability">Natural logarithm of its probability.</param>
public readonly record struct TokenLogProbability(int Id, double LogProbability);
