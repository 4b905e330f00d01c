using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A piece of one answer to a chat.</summary>
/// <param name="Index">Which answer.</param>
/// <param name="Delta">What is new.</param>
/// <param name="FinishReason">Why it ended, on its last piece.</param>
/// <param name="Logprobs">Log-probabilities of the piece, where they were asked for.</param>
public sealed record ChatChunkChoice(
    int Index, ChatDelta Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] [property: JsonPropertyName("finish_reason")] string? FinishReason = null, ChatLogprobs? Logprobs = null);
