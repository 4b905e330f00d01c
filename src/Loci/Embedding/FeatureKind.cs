namespace Loci.Embedding;

/// <summary>How a part of a representation is stored and compared.</summary>
public enum FeatureKind
{
    /// <summary>A dense vector, L2-normalised, compared by inner product.</summary>
    Dense,

    /// <summary>Counts of terms. The memory weighs them by (1 + ln tf)·idf with its own document frequencies, normalises, and compares by inner product.</summary>
    TermCounts,
}
