namespace Loci.Text.Chat;

/// <summary>How one family of models writes conversations. Implementations are immutable and safe to share between threads.</summary>
internal interface IChatFormat
{
    /// <summary>The family's name for people.</summary>
    string Name { get; }

    /// <summary>Tokens that the tokenizer must have, each as one token, or the model has never seen this format.</summary>
    IReadOnlyList<string> Required { get; }

    /// <summary>Further tokens that messages may not write.</summary>
    IReadOnlyList<string> Reserved { get; }

    /// <summary>Tokens that end an answer, as far as the tokenizer has them.</summary>
    IReadOnlyList<string> Stops { get; }

    /// <summary>Whether user and assistant must take turns.</summary>
    bool Alternates { get; }

    /// <summary>Writes a conversation.</summary>
    void Write(Conversation conversation, bool addGenerationPrompt, SegmentWriter to);
}
