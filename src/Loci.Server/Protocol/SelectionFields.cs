using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>How chunks are picked, in whatever request that asks for it. Fields that are not known are refused: a misspelt one would change the answer. Symbols are those of docs/glossary.md.</summary>
public abstract record SelectionFields
{
    /// <summary>N: picks at most.</summary>
    public int? Count { get; init; }

    /// <summary>K: nearest chunks looked at; from the memory.</summary>
    public int? Candidates { get; init; }

    /// <summary>λ; the memory's own, or 1 for vectors, where it is left out.</summary>
    public double? Lambda { get; init; }

    /// <summary>α: pick n is kept only while σₙ is at most 1/(α·n).</summary>
    public double? Alpha { get; init; }

    /// <summary>σ that is little enough: no pick follows one that leaves no more; from the memory.</summary>
    [JsonPropertyName("stop_uncertainty")]
    public double? StopUncertainty { get; init; }

    /// <summary>Whether each is picked once at most.</summary>
    public bool? Distinct { get; init; }

    /// <summary>The largest share of N that chunks of one document may have; from the memory.</summary>
    [JsonPropertyName("largest_share")]
    public double? LargestShare { get; init; }

    /// <summary>What is not known, to be refused by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
