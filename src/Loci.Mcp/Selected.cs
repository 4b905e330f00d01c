using System.ComponentModel;

namespace Loci.Mcp;

/// <summary>What <c>select</c> gives.</summary>
/// <param name="Passages">The passages, the most informative first.</param>
/// <param name="Prior">σ₀: standard deviation about the prompt before the first passage.</param>
/// <param name="Uncertainty">What is left of it after the last; the prior where nothing was found.</param>
internal sealed record Selected(
    [property: Description("The passages in the order they were picked, the most informative first.")] IReadOnlyList<Passage> Passages,
    [property: Description("What there was to know about the prompt before the first passage, as a standard deviation.")] double Prior,
    [property: Description("What is left of it after the last passage.")] double Uncertainty);
