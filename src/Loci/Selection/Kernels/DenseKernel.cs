using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Selection.Kernels;

/// <summary>
/// Inner products of float32 rows: candidates K × d, targets m × d. Each product of two elements is exact in float64, and so summed.
/// Rows are used in place: nobody may change them while the kernel lives. A column costs O(K·d).
/// </summary>
public sealed class DenseKernel : IBatchedKernel
{
    private readonly ReadOnlyMemory<float>[] _candidates;
    private readonly ReadOnlyMemory<float>[] _targets;
    private readonly double[] _norms;       // (K): ‖x‖²
    private readonly double[] _targetNorms; // (m): ‖t‖²
    private readonly int _dimensions;

    /// <summary>A kernel over one vector per candidate and per target.</summary>
    /// <exception cref="InvalidInputException">Lengths differ, an element is NaN or infinite, or there is no target.</exception>
    public DenseKernel(IReadOnlyList<ReadOnlyMemory<float>> candidates, IReadOnlyList<ReadOnlyMemory<float>> targets)
        : this([.. candidates], [.. targets])
    {
    }

    /// <summary>A kernel over row-major matrices with <paramref name="dimensions"/> columns.</summary>
    /// <exception cref="InvalidInputException">A matrix does not consist of whole rows, an element is NaN or infinite, or there is no target.</exception>
    public DenseKernel(ReadOnlyMemory<float> candidates, ReadOnlyMemory<float> targets, int dimensions)
        : this(DenseRows.Split(candidates, dimensions, "candidate"), DenseRows.Split(targets, dimensions, "target"))
    {
    }

    private DenseKernel(ReadOnlyMemory<float>[] candidates, ReadOnlyMemory<float>[] targets)
    {
        DenseRows.CheckTargets(targets.Length);
        _candidates = candidates;
        _targets = targets;
        _dimensions = targets[0].Length;
        _norms = CheckedNorms(candidates, "Candidate");
        _targetNorms = CheckedNorms(targets, "Target");
    }

    /// <inheritdoc/>
    public int Candidates => _candidates.Length;

    /// <inheritdoc/>
    public int Targets => _targets.Length;

    /// <inheritdoc/>
    public void TargetVariances(Span<double> variances) => _targetNorms.CopyTo(variances);

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances) => Column(_targets, _targets[target], covariances[..Targets]);

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> variances) => _norms.CopyTo(variances);

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances) => Column(_candidates, _targets[target], covariances[..Candidates]);

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances) => Column(_candidates, _candidates[candidate], covariances[..Candidates]);

    void IBatchedKernel.CandidateColumns(ReadOnlySpan<int> candidates, ReadOnlySpan<double[]> columns)
    {
        double[] wide = ArrayPool<double>.Shared.Rent(candidates.Length * _dimensions);
        for (int i = 0; i < candidates.Length; i++)
        {
            WideProduct.Widen(_candidates[candidates[i]].Span, wide.AsSpan(i * _dimensions));
        }
        WideMatrixProduct.Columns(_candidates, wide.AsSpan(0, candidates.Length * _dimensions), _dimensions, columns);
        ArrayPool<double>.Shared.Return(wide);
    }

    void IBatchedKernel.RoughCovariances(int candidate, ReadOnlySpan<int> others, Span<double> covariances)
    {
        for (int i = 0; i < others.Length; i++)
        {
            covariances[i] = TensorPrimitives.Dot(_candidates[others[i]].Span, _candidates[candidate].Span);
        }
    }

    private double[] CheckedNorms(ReadOnlyMemory<float>[] rows, string kind)
    {
        DenseRows.CheckLengths<float>(rows, _dimensions, kind);
        var norms = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            norms[i] = WideProduct.SquaredNorm(rows[i].Span);
        }
        DenseRows.CheckNorms(norms, kind);
        return norms;
    }

    private void Column(ReadOnlyMemory<float>[] rows, ReadOnlyMemory<float> vector, Span<double> products)
    {
        double[] wide = ArrayPool<double>.Shared.Rent(_dimensions);
        WideProduct.Widen(vector.Span, wide);
        WideProduct.Column(rows, wide.AsSpan(0, _dimensions), products);
        ArrayPool<double>.Shared.Return(wide);
    }
}
