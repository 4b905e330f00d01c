using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Log-probabilities of a text; entry i of each list belongs to token i.</summary>
/// <param name="Tokens">Texts of the tokens.</param>
/// <param name="TokenLogprobs">What the model gave each; null for the first of an echoed prompt, which nothing comes before.</param>
/// <param name="TopLogprobs">The likeliest tokens in each place by their texts, which are unlike each other: two tokens of one text are told apart by their ids.</param>
/// <param name="TextOffset">Where each token begins in the text, in UTF-16 units.</param>
public sealed record CompletionLogprobs(
    IReadOnlyList<string> Tokens, [property: JsonPropertyName("token_logprobs")] IReadOnlyList<double?> TokenLogprobs, [property: JsonPropertyName("top_logprobs")] IReadOnlyList<IReadOnlyDictionary<string, double>?> TopLogprobs, [property: JsonPropertyName("text_offset")] IReadOnlyList<int> TextOffset);
