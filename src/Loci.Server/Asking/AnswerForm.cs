namespace Loci.Server.Asking;

/// <summary>How an answer is told.</summary>
/// <param name="Stream">Whether it comes piece by piece.</param>
/// <param name="Usage">Whether a stream ends with the number of tokens.</param>
/// <param name="Alternatives">Alternatives with each token; null leaves log-probabilities out.</param>
/// <param name="Echo">How many tokens of each prompt stand before its continuation: those that the client gave; null for none.</param>
internal sealed record AnswerForm(bool Stream, bool Usage, int? Alternatives, IReadOnlyList<int>? Echo);
