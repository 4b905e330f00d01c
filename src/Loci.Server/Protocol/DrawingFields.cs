using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>The fields that chats and completions share. Fields that are not known are ignored, as OpenAI's server ignores them; fields that would change the answer and cannot be heeded are refused.</summary>
public abstract record DrawingFields
{
    /// <summary>The model, by its name, an alias, or either with <c>:tuned</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of the continuation at most.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>Softmax temperature; 1 where it is left out, 0 takes the most likely token every time.</summary>
    public double? Temperature { get; init; }

    /// <summary>Draw among the fewest tokens that hold this probability together.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }

    /// <summary>Draw among this many of the likeliest tokens; not of OpenAI.</summary>
    [JsonPropertyName("top_k")]
    public int? TopK { get; init; }

    /// <summary>Draw among tokens at least this many times as likely as the likeliest; not of OpenAI.</summary>
    [JsonPropertyName("min_p")]
    public double? MinP { get; init; }

    /// <summary>Above 1, tokens that the text holds already become less likely; not of OpenAI.</summary>
    [JsonPropertyName("repetition_penalty")]
    public double? RepetitionPenalty { get; init; }

    /// <summary>Taken from the logit of a token that the continuation holds already.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; init; }

    /// <summary>Taken from a token's logit each time that the continuation holds it.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>Seed of the draw: the same request with the same seed has the same answer.</summary>
    public long? Seed { get; init; }

    /// <summary>Continuations of each prompt.</summary>
    public int? N { get; init; }

    /// <summary>A text or texts that end the continuation.</summary>
    public JsonElement? Stop { get; init; }

    /// <summary>Whether the answer comes piece by piece.</summary>
    public bool? Stream { get; init; }

    /// <summary>What a stream holds besides.</summary>
    [JsonPropertyName("stream_options")]
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Not supported; anything but an empty object is refused.</summary>
    [JsonPropertyName("logit_bias")]
    public JsonElement? LogitBias { get; init; }

    /// <summary>What to learn before the answer.</summary>
    public TuningFields? Tuning { get; init; }
}
