namespace Loci.Text.Chat;

/// <summary>
/// How a model was taught to read conversations; <see cref="ChatTemplates"/> finds a model's own. Messages cannot write the template's special
/// tokens: what looks like one in a message is encoded as the text it is. Immutable and safe to share between threads.
/// </summary>
public sealed class ChatTemplate
{
    private readonly IChatFormat _format;

    internal ChatTemplate(IChatFormat format) => _format = format;

    /// <summary>The family, such as <c>ChatML</c>.</summary>
    public string Name => _format.Name;

    /// <summary>Special tokens that end an answer, the usual one first. A tokenizer need not have all of them.</summary>
    public IReadOnlyList<string> StopTokens => _format.Stops;

    /// <summary>A conversation as text, to be read by people: as tokens, <see cref="Encode"/> alone keeps messages and markup apart.</summary>
    /// <param name="messages">An optional system prompt, then turns that the user begins.</param>
    /// <param name="addGenerationPrompt">Whether the text ends with the opening of the assistant's next turn.</param>
    /// <exception cref="InvalidInputException">The messages are no conversation that the template can write.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = true) =>
        string.Concat(Segments(messages, addGenerationPrompt).Select(segment => segment.Text));

    /// <summary>A conversation as token ids, with all that the template puts around it: nothing is to be added before or after.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="messages">An optional system prompt, then turns that the user begins.</param>
    /// <param name="addGenerationPrompt">Whether the ids end with the opening of the assistant's next turn.</param>
    /// <exception cref="InvalidInputException">The messages are no conversation that the template can write, or the tokenizer lacks the template's tokens.</exception>
    public int[] Encode(ITokenizer tokenizer, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = true)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var segments = Segments(messages, addGenerationPrompt);
        if (_format.Required.FirstOrDefault(token => IdOf(tokenizer, token) is null) is { } missing)
            throw new InvalidInputException($"expected a tokenizer that has the special token {missing} of the chat template {Name}, found none. Do the model's tokenizer and its template belong together?");
        return tokenizer.Encode(segments, [.. _format.Required, .. _format.Reserved, .. _format.Stops]);
    }

    /// <summary>The ids of <see cref="StopTokens"/>, as far as the tokenizer has them.</summary>
    public IReadOnlyList<int> StopIds(ITokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return [.. _format.Stops.Select(token => IdOf(tokenizer, token)).OfType<int>().Distinct()];
    }

    /// <summary>A conversation in order, each stretch with who wrote it.</summary>
    internal IReadOnlyList<TextSegment> Segments(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var to = new SegmentWriter();
        _format.Write(Conversation.Of(messages, _format.Alternates), addGenerationPrompt, to);
        return to.Segments;
    }

    private static int? IdOf(ITokenizer tokenizer, string token) =>
        tokenizer.Encode([new TextSegment(token, IsMarkup: true)]) is [var id] ? id : null;
}
