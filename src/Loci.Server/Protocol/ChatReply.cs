using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>The answer to a chat.</summary>
public sealed record ChatReply
{
    /// <summary>Names the answer.</summary>
    public required string Id { get; init; }

    /// <summary><c>chat.completion</c>.</summary>
    public string Object { get; init; } = "chat.completion";

    /// <summary>When, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The first characters of the hash of the weights that answered.</summary>
    [JsonPropertyName("system_fingerprint")]
    public required string SystemFingerprint { get; init; }

    /// <summary>The answers.</summary>
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    /// <summary>Tokens.</summary>
    public required Usage Usage { get; init; }

    /// <summary>What was learnt.</summary>
    public TuningReply? Tuning { get; init; }
}
