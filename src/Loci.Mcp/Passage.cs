using System.ComponentModel;
using Loci.Learning;

namespace Loci.Mcp;

/// <summary>A passage of the memory, as a host reads it.</summary>
/// <param name="Id">Its number in the memory.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Text">Its text.</param>
/// <param name="Score">What search ranked it by.</param>
/// <param name="Uncertainty">σₙ: standard deviation left about the prompt after this pick.</param>
internal sealed record Passage(
    [property: Description("The passage's number in the memory.")] long Id,
    [property: Description("Where the passage's document came from.")] string Document,
    [property: Description("The passage itself.")] string Text,
    [property: Description("Similarity to the prompt, by which search ranked it.")] double Score,
    [property: Description("What is left to know about the prompt after this and all earlier passages, as a standard deviation.")] double Uncertainty)
{
    /// <summary>What was picked, in order.</summary>
    public static IReadOnlyList<Passage> Of(IEnumerable<PickedChunk> picks) =>
        [.. picks.Select(pick => new Passage(pick.Id, pick.Document, pick.Text, pick.Score, pick.Uncertainty))];
}
