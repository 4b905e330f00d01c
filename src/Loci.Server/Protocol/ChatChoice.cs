using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>One answer to a chat.</summary>
/// <param name="Index">Which.</param>
/// <param name="Message">The answer.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>.</param>
/// <param name="Logprobs">Log-probabilities, where they were asked for.</param>
public sealed record ChatChoice(int Index, ChatReplyMessage Message, [property: JsonPropertyName("finish_reason")] string FinishReason, ChatLogprobs? Logprobs = null);
