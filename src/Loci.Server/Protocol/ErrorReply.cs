namespace Loci.Server.Protocol;

/// <summary>An error, in OpenAI's shape.</summary>
/// <param name="Error">What went wrong.</param>
public sealed record ErrorReply(ErrorDetail Error);
