using System.Text.Json.Serialization;

namespace Loci.Server.Exploring;

/// <summary>The K candidates for a prompt as a map, and what rules pick of them.</summary>
public sealed record ExploreReply
{
    /// <summary><c>tuning.map</c>.</summary>
    public string Object { get; init; } = "tuning.map";

    /// <summary>λ that was used.</summary>
    public required double Lambda { get; init; }

    /// <summary>σ₀.</summary>
    [JsonPropertyName("uncertainty_before")]
    public required double UncertaintyBefore { get; init; }

    /// <summary>Where the prompt lies on the map.</summary>
    public required ExplorePoint Query { get; init; }

    /// <summary>The candidates, nearest first.</summary>
    public required IReadOnlyList<ExploreCandidate> Candidates { get; init; }

    /// <summary>Which part of the candidates' spread the map shows, 0 to 1.</summary>
    [JsonPropertyName("spread_shown")]
    public required double SpreadShown { get; init; }

    /// <summary>What each rule picks.</summary>
    public required IReadOnlyList<ExplorePicks> Rules { get; init; }

    /// <summary>Which state of the memory was read.</summary>
    [JsonPropertyName("memory_snapshot")]
    public string? MemorySnapshot { get; init; }

    /// <summary>Seconds per stage: embed, search, select, map.</summary>
    public required IReadOnlyDictionary<string, double> Timing { get; init; }
}
