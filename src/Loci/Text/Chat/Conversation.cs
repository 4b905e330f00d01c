using System.Text;

namespace Loci.Text.Chat;

/// <summary>Messages that a template can write: an optional system prompt, then turns of which the first is the user's.</summary>
/// <param name="System">The system prompt, or null.</param>
/// <param name="Turns">Messages of user and assistant, at least one.</param>
internal sealed record Conversation(string? System, IReadOnlyList<ChatMessage> Turns)
{
    /// <summary>Checks messages.</summary>
    /// <param name="messages">The messages in order.</param>
    /// <param name="alternates">Whether the template only knows turns that alternate.</param>
    /// <exception cref="InvalidInputException">They are no such conversation.</exception>
    public static Conversation Of(IReadOnlyList<ChatMessage> messages, bool alternates)
    {
        for (var i = 0; i < messages.Count; i++) HoldText(messages[i], i);
        var system = messages is [{ Role: ChatRole.System } first, ..] ? first.Content : null;
        ChatMessage[] turns = [.. system is null ? messages : messages.Skip(1)];
        if (turns.Length == 0) throw new InvalidInputException("a conversation: expected at least one message of the user, found none.");
        var before = system is null ? 0 : 1;
        for (var i = 0; i < turns.Length; i++) HoldRole(turns, i, before + i, alternates);
        return new Conversation(system, turns);
    }

    private static void HoldText(ChatMessage message, int index)
    {
        if (message?.Content is not { } text) throw new InvalidInputException($"message {index + 1} of the conversation: expected a role and a text, found none.");
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var read) != global::System.Buffers.OperationStatus.Done)
                throw new InvalidInputException($"message {index + 1} of the conversation: expected Unicode text, found half of a surrogate pair at character {text.Length - rest.Length}. Was the text cut in the middle of a character?");
            rest = rest[read..];
        }
    }

    private static void HoldRole(ChatMessage[] turns, int turn, int index, bool alternates)
    {
        var role = turns[turn].Role;
        if (!Enum.IsDefined(role)) throw new InvalidInputException($"message {index + 1} of the conversation: expected the role system, user or assistant, found {(int)role}.");
        if (role == ChatRole.System) throw new InvalidInputException($"message {index + 1} of the conversation: expected the system prompt as the first message and nowhere else, found it here. Join the texts into one.");
        if (turn == 0 && role != ChatRole.User) throw new InvalidInputException("a conversation: expected the user to speak first, found the assistant.");
        if (alternates && turn > 0 && role == turns[turn - 1].Role)
            throw new InvalidInputException($"message {index + 1} of the conversation: expected user and assistant in turn, which the model's template asks for, found two messages of one role in a row. Join them.");
    }
}
