namespace Loci.ExtensionsAI;

/// <summary>A passage that was read for an answer.</summary>
/// <param name="Id">Its number in the memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Text">Its text.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="Uncertainty">σₙ: standard deviation left about the query after this pick.</param>
public sealed record ReadPassage(long Id, string Document, string Text, double Score, double Uncertainty);
