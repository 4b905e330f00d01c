namespace Loci.Server.Protocol;

/// <summary>Log-probabilities of an answer to a chat.</summary>
/// <param name="Content">One entry per token.</param>
public sealed record ChatLogprobs(IReadOnlyList<ChatTokenLogprob> Content);
