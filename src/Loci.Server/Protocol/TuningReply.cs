using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What was learnt for an answer.</summary>
public sealed record TuningReply
{
    /// <summary>Names it: <c>GET /v1/tuning/jobs/{job_id}</c> gives it again.</summary>
    [JsonPropertyName("job_id")]
    public required string JobId { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What learnt.</summary>
    public string? Method { get; init; }

    /// <summary>What the memory was searched by: <c>prompt</c>, <c>context</c> or <c>text</c>.</summary>
    public string? Query { get; init; }

    /// <summary>SHA-256 of the base's weights.</summary>
    [JsonPropertyName("base_hash")]
    public required string BaseHash { get; init; }

    /// <summary>SHA-256 of the weights that answered, read after the steps: the base's where nothing learnt was kept.</summary>
    [JsonPropertyName("weights_hash")]
    public string? WeightsHash { get; init; }

    /// <summary>Which state of the memory was read.</summary>
    [JsonPropertyName("memory_snapshot")]
    public string? MemorySnapshot { get; init; }

    /// <summary>What was read, in order.</summary>
    public IReadOnlyList<TuningPick>? Selected { get; init; }

    /// <summary>σ₀.</summary>
    [JsonPropertyName("uncertainty_before")]
    public double? UncertaintyBefore { get; init; }

    /// <summary>σ after the last pick.</summary>
    [JsonPropertyName("uncertainty_after")]
    public double? UncertaintyAfter { get; init; }

    /// <summary>Gradient steps taken.</summary>
    public int Steps { get; init; }

    /// <summary>Loss of each chunk before its step, nats per token.</summary>
    public IReadOnlyList<double?>? Loss { get; init; }

    /// <summary>Loss of the query under the base, nats per token.</summary>
    [JsonPropertyName("query_loss_before")]
    public double? QueryLossBefore { get; init; }

    /// <summary>The same after the steps.</summary>
    [JsonPropertyName("query_loss_after")]
    public double? QueryLossAfter { get; init; }

    /// <summary><c>kept</c>, <c>refused</c>, <c>off</c>, <c>broken</c> or <c>nothing</c>.</summary>
    public string? Guard { get; init; }

    /// <summary>Seconds per stage.</summary>
    public IReadOnlyDictionary<string, double>? Timing { get; init; }

    /// <summary>What was learnt for each prompt, where there are several; the rest is then that of the first.</summary>
    public IReadOnlyList<TuningReply>? Prompts { get; init; }

    /// <summary>What went wrong, where the status is <c>failed</c>.</summary>
    public string? Error { get; init; }
}
