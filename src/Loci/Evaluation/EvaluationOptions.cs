using Loci.Learning;

namespace Loci.Evaluation;

/// <summary>What is evaluated and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>What is query and what is scored.</summary>
    public Protocol Protocol { get; init; } = Protocol.Whole;

    /// <summary>Selection rules by name; <c>base</c> is always scored.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["base", "nn", "sift"];

    /// <summary>K, N, λ and α.</summary>
    public RetrievalOptions Retrieval { get; init; } = new() { Count = 50 };

    /// <summary>Documents of each subset at most, drawn by the seed; 0 takes all.</summary>
    public int Limit { get; init; }

    /// <summary>Tokens of each document at most, from its start; 0 takes all.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Decides which documents a limit draws and what random rules pick.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Documents in work at a time, each on a thread of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Step counts at which documents are scored.</summary>
    public IReadOnlyList<int> Checkpoints => [.. new[] { 0, 1, 2, 5, 10, 20, 50, Retrieval.Count }.Where(steps => steps <= Retrieval.Count).Distinct().Order()];
}
