using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A selection.</summary>
public sealed record SelectReply
{
    /// <summary><c>selection</c>.</summary>
    public string Object { get; init; } = "selection";

    /// <summary>The rule.</summary>
    public required string Method { get; init; }

    /// <summary>σ₀.</summary>
    [JsonPropertyName("uncertainty_before")]
    public required double UncertaintyBefore { get; init; }

    /// <summary>What was picked from the memory, in order.</summary>
    public IReadOnlyList<TuningPick>? Selected { get; init; }

    /// <summary>Which of the vectors were picked, in order.</summary>
    public IReadOnlyList<int>? Indices { get; init; }

    /// <summary>σ after each pick.</summary>
    public required IReadOnlyList<double> Uncertainty { get; init; }

    /// <summary>Which state of the memory was read.</summary>
    [JsonPropertyName("memory_snapshot")]
    public string? MemorySnapshot { get; init; }

    /// <summary>Seconds per stage.</summary>
    public required IReadOnlyDictionary<string, double> Timing { get; init; }
}
