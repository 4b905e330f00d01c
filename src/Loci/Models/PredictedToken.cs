namespace Loci.Models;

/// <summary>A token of a text that was there already, and what a model gave it from all before it.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProbability">Natural logarithm of its probability.</param>
/// <param name="Alternatives">The most likely tokens in its place, the likeliest first, ties by id; the token itself may be among them, with exactly this number.</param>
public readonly record struct PredictedToken(int Id, double LogProbability, IReadOnlyList<TokenLogProbability> Alternatives);
