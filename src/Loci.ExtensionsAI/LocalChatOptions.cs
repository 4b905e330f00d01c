using Loci.Models;
using Loci.Text.Chat;

namespace Loci.ExtensionsAI;

/// <summary>How a <see cref="LocalChatClient"/> writes prompts and draws answers. Immutable and safe to share.</summary>
public sealed record LocalChatOptions
{
    /// <summary>
    /// How answers are drawn where a call does not say; what a call says wins, setting by setting. Default: <see cref="GenerationOptions"/>' own, greedy and 128 tokens at most.
    /// </summary>
    public GenerationOptions Generation { get; init; } = new();

    /// <summary>The template conversations are written with. Default: null, which takes the model's own, if it is an <see cref="IChatModel"/> that has one.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>Whether conversations are written as plain text even where the model has a template. Default: false.</summary>
    public bool PlainText { get; init; }

    /// <summary>Where time comes from: the date that some templates tell the model, and when an answer was made.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Throws where values do not go together.</summary>
    internal void Hold()
    {
        Generation.Validate();
        if (PlainText && Template is not null)
            throw new InvalidInputException($"Expected a chat template or plain text, found both {nameof(Template)} and {nameof(PlainText)}. Leave one of them out.");
    }
}
