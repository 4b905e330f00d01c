namespace Loci.Server.Engines;

/// <summary>A chunk that was learnt.</summary>
/// <param name="Id">Its number in the memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="Uncertainty">σ after it.</param>
/// <param name="Text">Its text, where that was asked for.</param>
public sealed record LearntChunk(long Id, string Document, double Score, double Uncertainty, string? Text);
