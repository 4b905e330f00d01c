namespace Loci.Text.Chat;

/// <summary>
/// What becomes of thoughts in the assistant's messages, as in Qwen3: those of answers before the last question are left out; after it they are
/// kept in their marks, and the last message gets the marks even around nothing.
/// </summary>
internal static class ThoughtRule
{
    /// <summary>What opens a thought.</summary>
    public const string Open = "<think>";

    /// <summary>What closes a thought.</summary>
    public const string Close = "</think>";

    /// <summary>Writes an assistant's message.</summary>
    public static void Write(Conversation conversation, int turn, SegmentWriter to)
    {
        var (thought, answer) = Part(conversation.Turns[turn].Content);
        var isLast = turn == conversation.Turns.Count - 1;
        var isAnswered = conversation.Turns.Skip(turn + 1).Any(message => message.Role == ChatRole.User);
        if (!isAnswered && (isLast || thought.Length > 0))
        {
            to.Markup(Open + "\n");
            to.Content(thought.Trim('\n'));
            to.Markup("\n" + Close + "\n\n");
            answer = answer.TrimStart('\n');
        }
        to.Content(answer);
    }

    /// <summary>The thought and the answer of a message.</summary>
    private static (string Thought, string Answer) Part(string content)
    {
        var first = content.IndexOf(Close, StringComparison.Ordinal);
        if (first < 0) return ("", content);
        var answer = content[(content.LastIndexOf(Close, StringComparison.Ordinal) + Close.Length)..].TrimStart('\n');
        var thought = content[..first].TrimEnd('\n');
        var open = thought.LastIndexOf(Open, StringComparison.Ordinal);
        return ((open < 0 ? thought : thought[(open + Open.Length)..]).TrimStart('\n'), answer);
    }
}
