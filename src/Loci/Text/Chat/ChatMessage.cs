namespace Loci.Text.Chat;

/// <summary>One message of a conversation. Whether it can be encoded is checked where a template does so.</summary>
/// <param name="Role">Who wrote it.</param>
/// <param name="Content">Its text, without any markup; special tokens written in it are text like any other.</param>
public sealed record ChatMessage(ChatRole Role, string Content)
{
    /// <summary>A message of a role given by name.</summary>
    /// <param name="role"><c>system</c>, <c>user</c> or <c>assistant</c>, in small letters.</param>
    /// <param name="content">Its text.</param>
    /// <exception cref="InvalidInputException">There is no such role.</exception>
    public static ChatMessage Of(string role, string content) => role switch
    {
        "system" => new(ChatRole.System, content),
        "user" => new(ChatRole.User, content),
        "assistant" => new(ChatRole.Assistant, content),
        _ => throw new InvalidInputException($"expected the role system, user or assistant, found '{role}'."),
    };
}
