using System.ComponentModel;

namespace Loci.Mcp;

/// <summary>What <c>remember</c> gives.</summary>
/// <param name="Source">The name under which the text is remembered.</param>
/// <param name="Passages">How many passages it was cut into.</param>
/// <param name="Added">False where the memory had a document of the same text, which now has this source too.</param>
internal sealed record Remembered(
    [property: Description("The name under which the text is remembered.")] string Source,
    [property: Description("How many passages the text was cut into.")] int Passages,
    [property: Description("False where the memory had the same text already.")] bool Added);
