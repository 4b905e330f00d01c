namespace Loci.Server.Protocol;

/// <summary>A likely token.</summary>
/// <param name="Token">Its text.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its text in UTF-8 bytes; null where the token is a part of a character.</param>
public sealed record ChatTopLogprob(string Token, double Logprob, IReadOnlyList<int>? Bytes);
