using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>One text, or a piece of it.</summary>
/// <param name="Index">Which.</param>
/// <param name="Text">The text.</param>
/// <param name="Logprobs">Log-probabilities, where they were asked for.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>; null on pieces before the last.</param>
public sealed record CompletionChoice(
    int Index, string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CompletionLogprobs? Logprobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] [property: JsonPropertyName("finish_reason")] string? FinishReason);
