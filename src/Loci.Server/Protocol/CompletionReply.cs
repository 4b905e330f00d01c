using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Continued texts, whole or a piece of them.</summary>
public sealed record CompletionReply
{
    /// <summary>Names the answer.</summary>
    public required string Id { get; init; }

    /// <summary><c>text_completion</c>.</summary>
    public string Object { get; init; } = "text_completion";

    /// <summary>When, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The first characters of the hash of the weights that answered.</summary>
    [JsonPropertyName("system_fingerprint")]
    public required string SystemFingerprint { get; init; }

    /// <summary>The texts: of the first prompt, then of the second, and so on.</summary>
    public required IReadOnlyList<CompletionChoice> Choices { get; init; }

    /// <summary>Tokens; of a stream on its last chunk, where they were asked for.</summary>
    public Usage? Usage { get; init; }

    /// <summary>What was learnt.</summary>
    public TuningReply? Tuning { get; init; }
}
