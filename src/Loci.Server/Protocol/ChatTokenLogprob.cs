using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A token of an answer and what the model gave it.</summary>
/// <param name="Token">Its text.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its text in UTF-8 bytes; null where the token is a part of a character.</param>
/// <param name="TopLogprobs">The likeliest tokens in its place.</param>
public sealed record ChatTokenLogprob(string Token, double Logprob, IReadOnlyList<int>? Bytes, [property: JsonPropertyName("top_logprobs")] IReadOnlyList<ChatTopLogprob> TopLogprobs);
