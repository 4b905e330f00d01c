using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Texts to continue, to score, or both.</summary>
public sealed record CompletionRequest : DrawingFields
{
    /// <summary>A text, texts, token ids, or lists of token ids.</summary>
    public JsonElement? Prompt { get; init; }

    /// <summary>Whether the prompt stands before its continuation, with its log-probabilities where they are asked for.</summary>
    public bool? Echo { get; init; }

    /// <summary>How many alternatives come with each token; log-probabilities come where it is given.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Whether the token that opens a text is put before a prompt given as text; true where it is left out. Token ids are never changed. Not of OpenAI.</summary>
    [JsonPropertyName("add_special_tokens")]
    public bool? AddSpecialTokens { get; init; }

    /// <summary>Must be left out or be <c>n</c>.</summary>
    [JsonPropertyName("best_of")]
    public int? BestOf { get; init; }

    /// <summary>Not supported.</summary>
    public string? Suffix { get; init; }
}
