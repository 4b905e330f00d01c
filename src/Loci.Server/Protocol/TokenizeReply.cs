using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A text in tokens.</summary>
/// <param name="Count">How many.</param>
/// <param name="MaxModelLen">The most tokens a prediction may be conditioned on.</param>
/// <param name="Tokens">Their ids.</param>
/// <param name="TokenStrs">Their texts, where they were asked for.</param>
public sealed record TokenizeReply(int Count, [property: JsonPropertyName("max_model_len")] int MaxModelLen, IReadOnlyList<int> Tokens, [property: JsonPropertyName("token_strs")] IReadOnlyList<string>? TokenStrs = null);
