namespace Loci.Server.Protocol;

/// <summary>A chunk that was picked.</summary>
/// <param name="Id">Its number in the memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="Uncertainty">σ after it.</param>
/// <param name="Text">Its text, where that was asked for.</param>
public sealed record TuningPick(long Id, string Document, double? Score, double? Uncertainty, string? Text = null);
