namespace Loci.Experiments;

/// <summary>One step on one chunk for one prompt.</summary>
/// <param name="Subset">The prompt's subset.</param>
/// <param name="Document">The prompt's document.</param>
/// <param name="Rank">The chunk's rank by words.</param>
/// <param name="Gain">Share of the base's nats that the step saves on the scored text.</param>
/// <param name="Tokens">The chunk's tokens.</param>
/// <param name="Similarities">What might predict the gain, by name.</param>
internal sealed record GainPair(string Subset, string Document, int Rank, double Gain, int Tokens, IReadOnlyDictionary<string, double> Similarities);
