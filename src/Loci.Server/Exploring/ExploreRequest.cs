using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Exploring;

/// <summary>What would be learnt for a prompt, without learning it. Fields mean what they mean in <c>tuning</c>; others than these are refused.</summary>
public sealed record ExploreRequest
{
    /// <summary>The prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>N.</summary>
    public int? Count { get; init; }

    /// <summary>K.</summary>
    public int? Candidates { get; init; }

    /// <summary>λ; the memory's own where it is left out.</summary>
    public double? Lambda { get; init; }

    /// <summary>The rules whose picks are shown, such as <c>sift</c> and <c>nn</c>, which they are where it is left out.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>What is not known, to be refused by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
