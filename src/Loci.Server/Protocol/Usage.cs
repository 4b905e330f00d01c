namespace Loci.Server.Protocol;

/// <summary>Tokens of a request.</summary>
/// <param name="PromptTokens">Read.</param>
/// <param name="CompletionTokens">Written.</param>
/// <param name="TotalTokens">Both.</param>
public sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens);
