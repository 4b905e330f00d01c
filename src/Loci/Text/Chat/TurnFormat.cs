namespace Loci.Text.Chat;

/// <summary>A format in which every turn has a header with the role's name and an end: Llama 3, ChatML, Phi-3, Gemma.</summary>
internal sealed record TurnFormat : IChatFormat
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>What opens the conversation.</summary>
    public string Beginning { get; init; } = "";

    /// <summary>The header up to the role's name.</summary>
    public required string BeforeRole { get; init; }

    /// <summary>The header after the role's name.</summary>
    public required string AfterRole { get; init; }

    /// <summary>What ends a turn.</summary>
    public required string TurnEnd { get; init; }

    /// <summary>What the assistant is called.</summary>
    public string Assistant { get; init; } = "assistant";

    /// <summary>Whether white space around messages is dropped.</summary>
    public bool Trims { get; init; }

    /// <summary>Whether the system prompt goes before the first message of the user, for want of a turn of its own.</summary>
    public bool FoldsSystem { get; init; }

    /// <summary>The system prompt where a conversation has none.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>What stands before the system prompt; not null also where the system's turn is always written.</summary>
    public string? SystemPreamble { get; init; }

    /// <summary>Whether the assistant's messages may hold thoughts, which <see cref="ThoughtRule"/> drops or keeps.</summary>
    public bool HasThoughts { get; init; }

    /// <summary>What follows the header of the assistant's next turn.</summary>
    public string AnswerOpening { get; init; } = "";

    /// <summary>What ends a conversation that is not to be continued.</summary>
    public string Closing { get; init; } = "";

    /// <inheritdoc/>
    public required IReadOnlyList<string> Required { get => Beginning.Length > 0 ? [Beginning, .. field] : field; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Reserved { get; init; } = [];

    /// <inheritdoc/>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <inheritdoc/>
    public bool Alternates { get; init; }

    /// <inheritdoc/>
    public void Write(Conversation conversation, bool addGenerationPrompt, SegmentWriter to)
    {
        to.Markup(Beginning);
        if (!FoldsSystem) WriteSystem(conversation.System, to);
        for (var turn = 0; turn < conversation.Turns.Count; turn++)
        {
            to.Markup(Header(Name(conversation.Turns[turn].Role)));
            if (turn == 0 && FoldsSystem && conversation.System is { } system)
            {
                to.Content(system);
                to.Markup("\n\n");
            }
            WriteContent(conversation, turn, to);
            to.Markup(TurnEnd);
        }
        to.Markup(addGenerationPrompt ? Header(Assistant) + AnswerOpening : Closing);

        string Name(ChatRole role) => role == ChatRole.Assistant ? Assistant : "user";
    }

    private void WriteSystem(string? system, SegmentWriter to)
    {
        if (system is null && DefaultSystem is null && SystemPreamble is null) return;
        to.Markup(Header("system"));
        to.Markup(SystemPreamble ?? "");
        if (system is null) to.Markup(DefaultSystem ?? "");
        else to.Content(Trimmed(system));
        to.Markup(TurnEnd);
    }

    private void WriteContent(Conversation conversation, int turn, SegmentWriter to)
    {
        if (HasThoughts && conversation.Turns[turn].Role == ChatRole.Assistant) ThoughtRule.Write(conversation, turn, to);
        else to.Content(Trimmed(conversation.Turns[turn].Content));
    }

    private string Header(string role) => BeforeRole + role + AfterRole;

    private string Trimmed(string text) => Trims ? PythonText.Strip(text) : text;
}
