using Loci.Generation;
using Loci.Models;
using Loci.Text.Chat;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;
using AIRole = Microsoft.Extensions.AI.ChatRole;
using ChatMessage = Loci.Text.Chat.ChatMessage;
using ChatRole = Loci.Text.Chat.ChatRole;

namespace Loci.ExtensionsAI;

/// <summary>
/// Writes conversations for a model: by its chat template, or where it has none as plain text, the messages joined by empty lines. Safe to share between threads.
/// </summary>
/// <param name="model">Whose tokens and template are used.</param>
/// <param name="options">Whether there is another template, or none.</param>
internal sealed class PromptWriter(ILanguageModel model, LocalChatOptions options)
{
    private const string Between = "\n\n";

    private volatile Found? _found;

    /// <summary>Writes a conversation.</summary>
    /// <param name="messages">The messages in order.</param>
    /// <param name="instructions">What is put before the system prompt, or null.</param>
    /// <exception cref="InvalidInputException">There is no text, the template cannot write the messages, or the prompt is longer than the context.</exception>
    public ModelPrompt Write(IEnumerable<AIMessage> messages, string? instructions) => ModelPrompt.Of(model, Template(), Joined(messages, instructions));

    /// <summary>The template in force; the model's own is looked for once a day, since some tell the date.</summary>
    private ChatTemplate? Template()
    {
        if (options.PlainText) return null;
        if (options.Template is { } given) return given;
        if (model is not IChatModel chat) return null;
        var today = DateOnly.FromDateTime(options.Time.GetLocalNow().DateTime);
        if (_found is { } found && found.Day == today) return found.Template;
        _found = found = new Found(today, chat.FindChatTemplate(today));
        return found.Template;
    }

    /// <summary>The conversation with one system prompt at its head, as templates ask for.</summary>
    private static List<ChatMessage> Joined(IEnumerable<AIMessage> messages, string? instructions)
    {
        var conversation = messages.Select(message => new ChatMessage(RoleOf(message.Role), MessageText.Of(message))).ToList();
        var opening = conversation.TakeWhile(message => message.Role == ChatRole.System).Select(message => message.Content).ToArray();
        string[] system = [.. string.IsNullOrEmpty(instructions) ? [] : new[] { instructions }, .. opening];
        conversation.RemoveRange(0, opening.Length);
        if (system.Length > 0) conversation.Insert(0, new ChatMessage(ChatRole.System, string.Join(Between, system)));
        return conversation;
    }

    private static ChatRole RoleOf(AIRole role) =>
        role == AIRole.System ? ChatRole.System
        : role == AIRole.User ? ChatRole.User
        : role == AIRole.Assistant ? ChatRole.Assistant
        : throw new InvalidInputException($"Expected messages of system, user and assistant, found one of the role '{role.Value}'. A local model of Loci calls no tools: give what a tool found as a message of the user.");

    private sealed record Found(DateOnly Day, ChatTemplate? Template);
}
