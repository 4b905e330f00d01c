namespace Loci.Models;

/// <summary>A token that a model has added to a text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">
/// Natural logarithm of what the model itself gave it, before penalties, temperature and whatever else decided the draw.
/// </param>
/// <param name="Alternatives">The most likely tokens in its place, the likeliest first, as many as <see cref="GenerationOptions.TopLogProbabilities"/> asked for.</param>
public readonly record struct GeneratedToken(int Id, double LogProbability, IReadOnlyList<TokenLogProbability> Alternatives);
