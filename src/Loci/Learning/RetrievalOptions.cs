using Loci.Memories;

namespace Loci.Learning;

/// <summary>How chunks are found and picked for a prompt. Symbols are those of docs/glossary.md.</summary>
public sealed record RetrievalOptions
{
    /// <summary>K: nearest chunks looked at before selection; <see cref="int.MaxValue"/> looks at the whole memory.</summary>
    public int Candidates { get; init; } = 200;

    /// <summary>N: chunks picked at most, each of which is one gradient step.</summary>
    public int Count { get; init; } = 20;

    /// <summary>λ; null takes the value that belongs to the memory's representation.</summary>
    public double? Noise { get; init; }

    /// <summary>α; null never stops early.</summary>
    public double? Stopping { get; init; }

    /// <summary>Whether each chunk is picked once at most.</summary>
    public bool Distinct { get; init; }

    /// <summary>σ that is little enough: no pick follows the first that leaves no more uncertainty than this; null never stops so.</summary>
    public double? StopUncertainty { get; init; }

    /// <summary>
    /// The largest share of N that chunks of one document may have, above 0 and at most 1, but always one pick; null sets no bound. Bounds what a single planted document can do.
    /// </summary>
    public double? LargestShare { get; init; }

    /// <summary>Which documents chunks may come from; null for all.</summary>
    public Func<StoredDocument, bool>? Filter { get; init; }
}
