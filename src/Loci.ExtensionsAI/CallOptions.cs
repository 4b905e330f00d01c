using Loci.Models;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>Reads the options of a call.</summary>
internal static class CallOptions
{
    /// <summary>How an answer is drawn: what the call says over what holds otherwise.</summary>
    /// <param name="options">The call's options, or null.</param>
    /// <param name="standard">What holds where they say nothing.</param>
    /// <param name="stopTokens">Tokens of the template that end the answer.</param>
    /// <exception cref="InvalidInputException">A setting cannot be.</exception>
    public static GenerationOptions Drawing(ChatOptions? options, GenerationOptions standard, IReadOnlyList<int> stopTokens)
    {
        var drawing = standard with
        {
            MaxTokens = options?.MaxOutputTokens ?? standard.MaxTokens,
            Temperature = options?.Temperature ?? standard.Temperature,
            TopK = options?.TopK ?? standard.TopK,
            TopP = options?.TopP ?? standard.TopP,
            PresencePenalty = options?.PresencePenalty ?? standard.PresencePenalty,
            FrequencyPenalty = options?.FrequencyPenalty ?? standard.FrequencyPenalty,
            Seed = options?.Seed ?? standard.Seed,
            StopTokens = [.. standard.StopTokens, .. stopTokens],
            StopStrings = [.. standard.StopStrings, .. options?.StopSequences ?? []],
        };
        drawing.Validate();
        return drawing;
    }

    /// <summary>Refuses what a local model cannot do and what would change the answer if it were passed over. Tools it may leave alone are left alone.</summary>
    /// <exception cref="InvalidInputException">The call asks for such a thing.</exception>
    public static void Hold(ChatOptions? options, string model)
    {
        if (options?.ModelId is { } asked && asked != model)
            throw new InvalidInputException($"The model '{asked}' was asked for, but this is {model}. Ask for that, or for none in particular.");
        if (options?.ResponseFormat is not (null or ChatResponseFormatText))
            throw new InvalidInputException("Expected text as the response format, found JSON, which a local model of Loci cannot promise. Ask for text, and check what comes.");
        if (options?.ToolMode is RequiredChatToolMode)
            throw new InvalidInputException("Expected a call that requires no tool, found one that does. A local model of Loci calls no tools.");
        if (options?.ConversationId is not null)
            throw new InvalidInputException($"Expected the whole conversation as messages, found a {nameof(ChatOptions.ConversationId)}. Nothing is kept between calls: give all messages, and no id.");
    }
}
