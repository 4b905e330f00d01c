using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Texts to embed.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>A text, texts, token ids, or lists of token ids.</summary>
    public JsonElement? Input { get; init; }

    /// <summary><c>float</c>, or <c>base64</c> for float32 numbers in little-endian order.</summary>
    [JsonPropertyName("encoding_format")]
    public string? EncodingFormat { get; init; }

    /// <summary>Must be left out or be the model's own.</summary>
    public int? Dimensions { get; init; }
}
