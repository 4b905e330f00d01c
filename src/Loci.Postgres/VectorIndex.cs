namespace Loci.Postgres;

/// <summary>How the server finds the nearest vectors.</summary>
public enum VectorIndex
{
    /// <summary>By comparing all of them. The best are scored again in this process from the features as they were stored, so that the answer is that of a local search.</summary>
    Exact,

    /// <summary>
    /// By a graph of neighbours (hierarchical navigable small world, Malkov and Yashunin, arXiv 1603.09320): fast, and may miss some of the nearest. What it finds is
    /// scored exactly.
    /// </summary>
    Hnsw,
}
