namespace Loci.Text.Chat;

/// <summary>Mistral's format: the user's messages in brackets, answers after them. The system prompt goes before one of the user's messages.</summary>
internal sealed record InstructionFormat : IChatFormat
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>What opens the conversation.</summary>
    public required string Beginning { get; init; }

    /// <summary>What stands before the user's message, spaces included.</summary>
    public required string Open { get; init; }

    /// <summary>What stands after the user's message.</summary>
    public required string Close { get; init; }

    /// <summary>What stands before an answer.</summary>
    public string AnswerOpen { get; init; } = "";

    /// <summary>What stands after an answer.</summary>
    public required string AnswerClose { get; init; }

    /// <summary>Whether white space around answers is dropped.</summary>
    public bool TrimsAnswers { get; init; }

    /// <summary>Whether the system prompt goes before the user's last message rather than the first.</summary>
    public bool SystemLast { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> Required { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Reserved => ["[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_CALLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]"];

    /// <inheritdoc/>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <inheritdoc/>
    public bool Alternates => true;

    /// <inheritdoc/>
    public void Write(Conversation conversation, bool addGenerationPrompt, SegmentWriter to)
    {
        to.Markup(Beginning);
        var turns = conversation.Turns;
        var instructed = SystemLast ? turns.Count - 1 - (turns[^1].Role == ChatRole.User ? 0 : 1) : 0; // turns alternate, and the user begins
        for (var turn = 0; turn < turns.Count; turn++)
        {
            if (turns[turn].Role == ChatRole.User) WriteQuestion(turns[turn].Content, turn == instructed ? conversation.System : null, to);
            else WriteAnswer(turns[turn].Content, to);
        }
    }

    private void WriteQuestion(string content, string? system, SegmentWriter to)
    {
        to.Markup(Open);
        if (system is not null)
        {
            to.Content(system);
            to.Markup("\n\n");
        }
        to.Content(content);
        to.Markup(Close);
    }

    private void WriteAnswer(string content, SegmentWriter to)
    {
        to.Markup(AnswerOpen);
        to.Content(TrimsAnswers ? PythonText.Strip(content) : content);
        to.Markup(AnswerClose);
    }
}
