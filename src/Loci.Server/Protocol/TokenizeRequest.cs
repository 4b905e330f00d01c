using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A text to cut into tokens.</summary>
public sealed record TokenizeRequest
{
    /// <summary>The model; may be left out.</summary>
    public string? Model { get; init; }

    /// <summary>The text.</summary>
    public string? Prompt { get; init; }

    /// <summary>Whether the tokenizer's own template is put around it; true where it is left out.</summary>
    [JsonPropertyName("add_special_tokens")]
    public bool? AddSpecialTokens { get; init; }

    /// <summary>Whether the tokens' texts come as well.</summary>
    [JsonPropertyName("return_token_strs")]
    public bool? ReturnTokenStrs { get; init; }
}
