using Loci.Models;

namespace Loci.Server.Engines;

/// <summary>Score prompts, continue them, or both; each after learning for it where that is asked for.</summary>
public sealed record CompletionJob : EngineJob
{
    /// <summary>The prompts in tokens, with all that opens them.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>How many continuations each prompt gets; the seeds of a prompt's are consecutive.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>How continuations are drawn; no continuation where <see cref="GenerationOptions.MaxTokens"/> is 0.</summary>
    public required GenerationOptions Drawing { get; init; }

    /// <summary>How many alternatives come with each token of the prompts; null leaves the prompts unscored.</summary>
    public int? PromptAlternatives { get; init; }

    /// <summary>What to learn first; null asks the base.</summary>
    public TuningJob? Tuning { get; init; }
}
