using Loci.Evaluation.Methods;
using Loci.Learning;

namespace Loci.Evaluation;

/// <summary>What is evaluated and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>What is query and what is scored.</summary>
    public Protocol Protocol { get; init; } = Protocol.Whole;

    /// <summary>Methods by name (<see cref="EvaluationMethod.Parse"/>); <c>base</c> is always scored.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["base", "nn", "sift"];

    /// <summary>K, N, λ and α.</summary>
    public RetrievalOptions Retrieval { get; init; } = new() { Count = 50 };

    /// <summary>α of the methods that stop early, where <see cref="Retrieval"/> gives none.</summary>
    public double AdaptiveStopping { get; init; } = 0.1;

    /// <summary>Gradient steps on the query itself, of the methods that learn it (<c>RULE+prompt</c>); only under <see cref="Protocol.Split"/>, where it is not what is scored.</summary>
    public int PromptSteps { get; init; } = LearnerOptions.StandardPromptSteps;

    /// <summary>The least share of the base's loss on what the guard may look at that has to be saved for it to keep what was learnt.</summary>
    public double GuardMargin { get; init; } = LearnerOptions.StandardGuardMargin;

    /// <summary>What becomes of chunks that are longer than the context.</summary>
    public LongChunks LongChunks { get; init; } = LongChunks.Cut;

    /// <summary>
    /// Whether bits are divided by the bytes of the whole document where only its start is scored (<see cref="MaxTokens"/>), as HullFT's published evaluation does: its figures are too low by as much,
    /// percentages of the base are not.
    /// </summary>
    public bool BytesOfWholeText { get; init; }

    /// <summary>Documents of each subset at most, drawn by the seed; 0 takes all.</summary>
    public int Limit { get; init; }

    /// <summary>Tokens of each document at most, from its start; 0 takes all.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Decides which documents a limit draws, what random rules pick, and what intervals are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Documents of each subset that losses of tokens and texts of picks are kept of, for reading.</summary>
    public int Shown { get; init; }

    /// <summary>Documents in work at a time, each on a thread of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Step counts at which documents are scored.</summary>
    public IReadOnlyList<int> Checkpoints => [.. new[] { 0, 1, 2, 5, 10, 20, 50, Retrieval.Count }.Where(steps => steps <= Retrieval.Count).Distinct().Order()];
}
