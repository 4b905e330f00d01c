namespace Loci.Learning;

/// <summary>One picked chunk.</summary>
/// <param name="Id">The chunk's number in its memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Text">Its text.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="Uncertainty">σₙ: standard deviation left about the prompt after this pick.</param>
public sealed record PickedChunk(long Id, string Document, string Text, double Score, double Uncertainty);
