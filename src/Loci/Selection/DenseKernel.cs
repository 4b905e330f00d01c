namespace Loci.Selection;

/// <summary>
/// Inner products of float32 rows: candidates K × d, targets m × d. Each product of two elements is exact in float64, and so summed.
/// Rows are used in place: nobody may change them while the kernel lives. A column costs O(K·d).
/// </summary>
public sealed class DenseKernel : PairwiseKernel
{
    private readonly ReadOnlyMemory<float>[] _rows;

    /// <summary>A kernel over one vector per candidate and per target.</summary>
    /// <exception cref="InvalidInputException">Lengths differ, an element is NaN or infinite, or there is no target.</exception>
    public DenseKernel(IReadOnlyList<ReadOnlyMemory<float>> candidates, IReadOnlyList<ReadOnlyMemory<float>> targets)
        : base(candidates.Count, targets.Count)
    {
        _rows = [.. candidates, .. targets];
        DenseRows.Check(_rows, Candidates);
    }

    /// <summary>A kernel over row-major matrices with <paramref name="dimensions"/> columns.</summary>
    /// <exception cref="InvalidInputException">A matrix does not consist of whole rows, an element is NaN or infinite, or there is no target.</exception>
    public DenseKernel(ReadOnlyMemory<float> candidates, ReadOnlyMemory<float> targets, int dimensions)
        : this(DenseRows.Split(candidates, dimensions, "candidate"), DenseRows.Split(targets, dimensions, "target"))
    {
    }

    /// <inheritdoc/>
    protected override double Value(int a, int b) => WideProduct.Dot(_rows[a].Span, _rows[b].Span);
}
