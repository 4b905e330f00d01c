using Loci.Vectors;

namespace Loci.Memories;

/// <summary>
/// One part of the representation of candidates and queries. All vectors are L2-normalised, or zero where a text has no features;
/// the part's kernel is their inner product, and the kernel of the whole is Σ <see cref="Weight"/>·kernel.
/// </summary>
public sealed record CandidatePart
{
    /// <summary>Name of the part.</summary>
    public required string Name { get; init; }

    /// <summary>Share of the part in the summed kernel.</summary>
    public required double Weight { get; init; }

    /// <summary>d, the length of a dense vector; 0 for a sparse part.</summary>
    public int Dimensions { get; init; }

    /// <summary>K × d candidates, row by row; null for a sparse part.</summary>
    public float[]? DenseRows { get; init; }

    /// <summary>m × d queries, row by row; null for a sparse part.</summary>
    public float[]? DenseQueries { get; init; }

    /// <summary>K candidates, over dimensions that hold for this result only; null for a dense part.</summary>
    public IReadOnlyList<SparseVector>? SparseRows { get; init; }

    /// <summary>m queries over the same dimensions; null for a dense part.</summary>
    public IReadOnlyList<SparseVector>? SparseQueries { get; init; }
}
