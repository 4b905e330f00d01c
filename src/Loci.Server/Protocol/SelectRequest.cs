using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A selection: from the memory by prompts, or from vectors that come with the request. Other fields than these are refused.</summary>
public sealed record SelectRequest
{
    /// <summary>The task, as a text; from the memory.</summary>
    public string? Prompt { get; init; }

    /// <summary>The task, as several texts, each a target; from the memory.</summary>
    public IReadOnlyList<string>? Prompts { get; init; }

    /// <summary>Vectors to select from, K rows of one length.</summary>
    public IReadOnlyList<float[]>? Vectors { get; init; }

    /// <summary>Vectors of the task, m rows of the same length.</summary>
    public IReadOnlyList<float[]>? Targets { get; init; }

    /// <summary>N.</summary>
    public int? Count { get; init; }

    /// <summary>K, from the memory.</summary>
    public int? Candidates { get; init; }

    /// <summary>The rule, such as <c>sift</c>, which it is where it is left out.</summary>
    public string? Method { get; init; }

    /// <summary>λ; the memory's own, or 1 for vectors, where it is left out.</summary>
    public double? Lambda { get; init; }

    /// <summary>α.</summary>
    public double? Alpha { get; init; }

    /// <summary>σ that is little enough; from the memory.</summary>
    [JsonPropertyName("stop_uncertainty")]
    public double? StopUncertainty { get; init; }

    /// <summary>Whether each is picked once at most.</summary>
    public bool? Distinct { get; init; }

    /// <summary>The largest share of N from one document; from the memory.</summary>
    [JsonPropertyName("largest_share")]
    public double? LargestShare { get; init; }

    /// <summary>Whether texts come with the picks; from the memory. True where it is left out.</summary>
    public bool? Texts { get; init; }

    /// <summary>Seed of rules that draw.</summary>
    public int? Seed { get; init; }

    /// <summary>What is not known, to be refused by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
