using Loci.Server.Errors;
using Loci.Server.Serving;
using Loci.Text.Chat;

namespace Loci.Server.Asking;

/// <summary>
/// A conversation as the model reads it. By its own chat template where it has one. Else as plain text: a single message of the user is continued as it is; a longer conversation has each
/// message after <c>System:</c>, <c>User:</c> or <c>Assistant:</c>, with blank lines between, ends with <c>Assistant:</c>, and the answer ends where the next <c>User:</c> would begin.
/// </summary>
/// <param name="Tokens">The conversation, with all that opens it.</param>
/// <param name="StopTokens">Tokens that end the answer.</param>
/// <param name="StopStrings">Texts that do.</param>
internal sealed record ConversationText(int[] Tokens, IReadOnlyList<int> StopTokens, IReadOnlyList<string> StopStrings)
{
    /// <summary>Writes a conversation.</summary>
    /// <exception cref="ApiException">It is none that the template can write.</exception>
    public static ConversationText Of(IReadOnlyList<ChatMessage> messages, ServedModel model)
    {
        if (model.Template is not { } template) return Plain(messages, model);
        try
        {
            return new ConversationText(template.Encode(model.Tokenizer, messages), template.StopIds(model.Tokenizer), []);
        }
        catch (InvalidInputException wrong)
        {
            throw ApiException.Invalid(wrong.Message, "messages", "invalid_value");
        }
    }

    private static ConversationText Plain(IReadOnlyList<ChatMessage> messages, ServedModel model)
    {
        var tokenizer = model.Tokenizer;
        var alone = messages is [{ Role: ChatRole.User }];
        var text = alone ? messages[0].Content : string.Concat(messages.Select(message => $"{message.Role}: {message.Content}\n\n")) + "Assistant:";
        int[] own = tokenizer.Encode(text);
        int[] whole = (tokenizer.BeginningOfText ?? tokenizer.EndOfText) is { } first ? [first, .. own] : own;
        return new ConversationText(whole, [], alone ? [] : ["\n\nUser:"]);
    }
}
