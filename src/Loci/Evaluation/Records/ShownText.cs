namespace Loci.Evaluation.Records;

/// <summary>What is kept of a document for reading.</summary>
/// <param name="Query">The text chunks were sought for, from its start.</param>
/// <param name="Pieces">The text of each scored token.</param>
/// <param name="Losses">Nats of each under the base.</param>
public sealed record ShownText(string Query, IReadOnlyList<string> Pieces, IReadOnlyList<float> Losses);
