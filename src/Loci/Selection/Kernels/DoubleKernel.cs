using System.Numerics.Tensors;

namespace Loci.Selection.Kernels;

/// <summary>
/// Inner products of float64 rows, for vectors that are not stored as float32: candidates K × d, targets m × d.
/// Rows are used in place: nobody may change them while the kernel lives. A column costs O(K·d).
/// </summary>
public sealed class DoubleKernel : PairwiseKernel
{
    private readonly ReadOnlyMemory<double>[] _rows;

    /// <summary>A kernel over row-major matrices with <paramref name="dimensions"/> columns.</summary>
    /// <exception cref="InvalidInputException">A matrix does not consist of whole rows, an element is NaN or infinite, or there is no target.</exception>
    public DoubleKernel(ReadOnlyMemory<double> candidates, ReadOnlyMemory<double> targets, int dimensions)
        : this(DenseRows.Split(candidates, dimensions, "candidate"), DenseRows.Split(targets, dimensions, "target"))
    {
    }

    private DoubleKernel(ReadOnlyMemory<double>[] candidates, ReadOnlyMemory<double>[] targets)
        : base(candidates.Length, targets.Length)
    {
        _rows = [.. candidates, .. targets];
        Check(candidates, "Candidate");
        Check(targets, "Target");
    }

    private void Check(ReadOnlyMemory<double>[] rows, string kind)
    {
        DenseRows.CheckLengths<double>(rows, _rows[Candidates].Length, kind);
        DenseRows.CheckNorms([.. rows.Select(row => TensorPrimitives.IsFiniteAll(row.Span) ? 0 : double.NaN)], kind);
    }

    /// <inheritdoc/>
    protected override double Value(int a, int b) => TensorPrimitives.Dot(_rows[a].Span, _rows[b].Span);
}
