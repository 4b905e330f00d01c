namespace Loci.Learning;

/// <summary>How a prompt is learnt.</summary>
public sealed record LearnerOptions
{
    /// <summary>How chunks are found and picked.</summary>
    public RetrievalOptions Retrieval { get; init; } = new();

    /// <summary>What the guard asks for where nothing else is said: chosen on validation documents (docs/experiments.md).</summary>
    public const double StandardGuardMargin = 0.03;

    /// <summary>Whether an adaptation is kept only if it lowers the loss on the prompt itself, which no step trains on.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>
    /// The least share of the base's loss on the prompt that has to be saved for an adaptation to be kept, from 0 to below 1. Chunks are sought by the prompt, so that it gains even where what follows it
    /// does not.
    /// </summary>
    public double GuardMargin { get; init; } = StandardGuardMargin;

    /// <summary>
    /// Gradient steps on the prompt's own text, spread between those on the picks (dynamic evaluation, arXiv 1709.07432); 0, the default, for none. For a text that goes on,
    /// <see cref="StandardPromptSteps"/> is good; the answer of a chat does not go on with the question's text. The first three quarters of the prompt are learnt, the guard looks at the last. A prompt
    /// of fewer than 87 tokens is not learnt.
    /// </summary>
    public int PromptSteps { get; init; }

    /// <summary>Steps on a prompt that goes on: chosen on validation documents (docs/experiments.md).</summary>
    public const int StandardPromptSteps = 4;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
