using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A piece of a streamed answer to a chat.</summary>
public sealed record ChatChunk
{
    /// <summary>Names the answer.</summary>
    public required string Id { get; init; }

    /// <summary><c>chat.completion.chunk</c>.</summary>
    public string Object { get; init; } = "chat.completion.chunk";

    /// <summary>When, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The first characters of the hash of the weights that answer.</summary>
    [JsonPropertyName("system_fingerprint")]
    public required string SystemFingerprint { get; init; }

    /// <summary>The piece; empty on the chunk with the usage.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>Tokens, on the last chunk where they were asked for.</summary>
    public Usage? Usage { get; init; }

    /// <summary>What was learnt, on the last piece and with the usage.</summary>
    public TuningReply? Tuning { get; init; }
}
