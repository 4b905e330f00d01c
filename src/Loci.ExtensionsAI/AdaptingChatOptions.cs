using Loci.Learning;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>What an <see cref="AdaptingChatClient"/> learns for.</summary>
public sealed record AdaptingChatOptions
{
    /// <summary>
    /// The text that the memory is asked with, that passages are selected for, and that the guard measures. Default: the last message of the user that has text. An empty text, or null, lets the
    /// base answer as it is.
    /// </summary>
    public Func<IReadOnlyList<ChatMessage>, string?> Query { get; init; } = LastOfUser;

    /// <summary>Told after each gradient step of every conversation, on the working thread; null for nobody.</summary>
    public IProgress<AdaptationProgress>? Progress { get; init; }

    /// <summary>The last message of the user that has text; null where there is none.</summary>
    public static string? LastOfUser(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages.LastOrDefault(message => message.Role == ChatRole.User && !string.IsNullOrWhiteSpace(message.Text))?.Text;
    }
}
