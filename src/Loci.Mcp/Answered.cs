using System.ComponentModel;

namespace Loci.Mcp;

/// <summary>What <c>ask</c> gives.</summary>
/// <param name="Answer">The model's text.</param>
/// <param name="Complete">False where the limit of tokens cut it.</param>
/// <param name="Read">The passages that the model learnt, in order.</param>
/// <param name="Steps">Gradient steps taken.</param>
/// <param name="Kept">Whether the adapted model answered; if not, the base did.</param>
/// <param name="Prior">σ₀: standard deviation about the prompt before the first passage.</param>
/// <param name="Uncertainty">σ after the last.</param>
/// <param name="LossBefore">Loss of the prompt under the base, nats per token; null where the prompt is too short to tell.</param>
/// <param name="LossAfter">The same after the steps.</param>
/// <param name="Seconds">Seconds that reading and learning took.</param>
internal sealed record Answered(
    [property: Description("The adapted model's answer.")] string Answer,
    [property: Description("False where the limit of tokens cut the answer.")] bool Complete,
    [property: Description("The passages that the model learnt before it answered.")] IReadOnlyList<Passage> Read,
    [property: Description("Gradient steps taken.")] int Steps,
    [property: Description("Whether what was learnt made the model better at the prompt; if not, the model answered as it was.")] bool Kept,
    [property: Description("What there was to know about the prompt before the first passage, as a standard deviation.")] double Prior,
    [property: Description("What is left of it after the last passage.")] double Uncertainty,
    [property: Description("Loss of the prompt before learning, nats per token.")] double? LossBefore,
    [property: Description("Loss of the prompt after learning, nats per token.")] double? LossAfter,
    [property: Description("Seconds that reading and learning took.")] double Seconds);
