namespace Loci.Server.Exploring;

/// <summary>A chunk that may be picked.</summary>
/// <param name="Id">Its number in the memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="X">Across the map.</param>
/// <param name="Y">Up the map.</param>
public sealed record ExploreCandidate(long Id, string Document, int Ordinal, double Score, double X, double Y);
