namespace Loci.Selection;

/// <summary>What a selection may do. Symbols are those of the SIFT paper (arXiv 2410.08020); see docs/glossary.md.</summary>
public sealed record SelectionOptions
{
    /// <summary>N: how many picks at most. With repeats allowed there may be more picks than candidates.</summary>
    public int Count { get; init; } = 50;

    /// <summary>λ: variance (not standard deviation) of the observation noise, in units of the kernel. Must be positive.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>
    /// α: pick n is kept only while σₙ ≤ 1/(α·n), where σₙ is the square root of the objective after n picks; the first pick to break this is left out
    /// and nothing after it is computed. The result is a prefix of the full list, and may be empty. Null never stops early.
    /// </summary>
    public double? Stopping { get; init; }

    /// <summary>Whether each candidate may be picked once only. By default a candidate may come again: a second gradient step on it.</summary>
    public bool Distinct { get; init; }

    /// <summary>Which candidates may be picked; null allows all.</summary>
    public Func<int, bool>? Filter { get; init; }

    /// <summary>
    /// Which group each candidate belongs to, such as the document it was cut from; null puts each in a group of its own. Heeded by every rule over a kernel; a pool
    /// (<see cref="Pools.PoolSift"/>) refuses it.
    /// </summary>
    public Func<int, long>? Group { get; init; }

    /// <summary>How many picks may come from one group at most, repeats counted; null sets no bound. With it no single source decides what is learnt.</summary>
    public int? MostPerGroup { get; init; }
}
