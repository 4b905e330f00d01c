namespace Loci.Models;

/// <summary>How a continuation is drawn.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to add.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Softmax temperature; 0 takes the most likely token every time (greedy).</summary>
    public double Temperature { get; init; }

    /// <summary>Keep only the k most likely tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keep the smallest set of tokens whose probability reaches this; 1 keeps all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Seed of the draw; the same seed gives the same text.</summary>
    public long Seed { get; init; }

    /// <summary>Whether the model's end-of-text tokens are generated like any other instead of ending the text.</summary>
    public bool IgnoreEndOfText { get; init; }

    /// <summary>Tokens that end the text besides the model's own, such as the end of a turn in a chat; they are not part of it.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];
}
