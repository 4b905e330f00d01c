namespace Loci.Benchmarks;

/// <summary>How large a selection is: N picks of K dense rows of d float32 numbers.</summary>
public readonly record struct SelectionSize(int Count, int Candidates, int Dimensions)
{
    /// <summary>2·N·K·d: N columns of K inner products, a multiplication and an addition counted as two.</summary>
    public double Operations => 2.0 * Count * Candidates * Dimensions;

    /// <summary>4·N·K·d: what is read if every column reads all rows for itself.</summary>
    public double RowBytes => 4.0 * Count * Candidates * Dimensions;
}
