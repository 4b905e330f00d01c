using Loci.Models;
using Loci.Scoring;
using Loci.Text.Chat;

namespace Loci.Generation;

/// <summary>A conversation as a model reads it: by a chat template, or as plain text.</summary>
/// <param name="Tokens">The prompt, with all that opens it.</param>
/// <param name="StopTokens">Tokens of the template that end an answer besides the model's own.</param>
public sealed record ModelPrompt(int[] Tokens, IReadOnlyList<int> StopTokens)
{
    private const string Between = "\n\n";

    /// <summary>Writes a conversation.</summary>
    /// <param name="model">Whose tokens are used, and whose context has to hold them.</param>
    /// <param name="template">How the model was taught to read conversations; null for plain text, the messages joined by empty lines.</param>
    /// <param name="messages">The messages in order.</param>
    /// <exception cref="InvalidInputException">There is no text, the template cannot write the messages, or the prompt is longer than the context.</exception>
    public static ModelPrompt Of(ILanguageModel model, ChatTemplate? template, IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.All(message => string.IsNullOrWhiteSpace(message.Content)))
            throw new InvalidInputException("expected a conversation with at least one message of text, found none.");
        var prompt = template is null
            ? new ModelPrompt(TextScorer.WithPrefix(model, model.Tokenizer.Encode(string.Join(Between, messages.Select(message => message.Content)))), [])
            : new ModelPrompt(template.Encode(model.Tokenizer, messages), template.StopIds(model.Tokenizer));
        return prompt.Tokens.Length <= model.ContextLength ? prompt : throw new InvalidInputException(
            $"expected a prompt of at most {model.ContextLength} tokens, the context of {model.Name}, found {prompt.Tokens.Length}. Shorten it, or use a model with a longer context.");
    }
}
