using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A conversation to go on with.</summary>
public sealed record ChatRequest : DrawingFields
{
    /// <summary>The conversation so far.</summary>
    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }

    /// <summary>The newer name of <c>max_tokens</c>.</summary>
    [JsonPropertyName("max_completion_tokens")]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Whether log-probabilities come with the answer.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>How many alternatives come with each token.</summary>
    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get; init; }

    /// <summary>Not supported; an empty list is fine.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Only <c>text</c> is supported.</summary>
    [JsonPropertyName("response_format")]
    public JsonElement? ResponseFormat { get; init; }
}
