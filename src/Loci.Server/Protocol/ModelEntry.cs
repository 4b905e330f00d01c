using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A model of the server.</summary>
public sealed record ModelEntry
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary><c>model</c>.</summary>
    public string Object { get; init; } = "model";

    /// <summary>When the server began, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary><c>loci</c>.</summary>
    [JsonPropertyName("owned_by")]
    public string OwnedBy { get; init; } = "loci";

    /// <summary>The most tokens a prediction may be conditioned on.</summary>
    [JsonPropertyName("max_model_len")]
    public required int MaxModelLen { get; init; }

    /// <summary>Whether it learns before it answers where a request does not say.</summary>
    public bool Tuned { get; init; }

    /// <summary>SHA-256 of its weights: as they were when it was loaded, or as they are where <c>?verify=true</c> asks.</summary>
    [JsonPropertyName("base_hash")]
    public required string BaseHash { get; init; }
}
