using Loci.Learning;
using Loci.Models;
using Loci.Text;

namespace Loci.Mcp;

/// <summary>What the tools of a memory may do, and how.</summary>
public sealed record LociToolOptions
{
    /// <summary>
    /// How <c>select</c> finds and picks; the count is the call's. Default: that of <see cref="RetrievalOptions"/>, but each passage once at most, since who reads it twice learns nothing more.
    /// </summary>
    public RetrievalOptions Retrieval { get; init; } = new() { Distinct = true };

    /// <summary>The most passages that one call may select. Default: 100.</summary>
    public int MostPassages { get; init; } = 100;

    /// <summary>Cuts what is remembered. Default: null, which cuts by the tokenizer of the learner's model; without a learner there is then no tool <c>remember</c>.</summary>
    public Chunker? Chunker { get; init; }

    /// <summary>Whether the memory is only read: there is then no tool <c>remember</c>. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How <c>ask</c> draws answers where a call does not say. Default: <see cref="GenerationOptions"/>' own, greedy and 128 tokens at most.</summary>
    public GenerationOptions Generation { get; init; } = new();

    /// <summary>Where time comes from: the date that some chat templates tell the model.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Throws where a value makes no sense.</summary>
    internal void Hold()
    {
        if (MostPassages < 1) throw new InvalidInputException($"Expected at least one passage a call, found {nameof(MostPassages)} {MostPassages}.");
        Generation.Validate();
    }
}
