namespace Loci.Server.Protocol;

/// <summary>The text of tokens.</summary>
/// <param name="Prompt">The text.</param>
public sealed record DetokenizeReply(string Prompt);
