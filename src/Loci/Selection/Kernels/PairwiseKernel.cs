namespace Loci.Selection.Kernels;

/// <summary>
/// A kernel given by its value for any two items. Items 0 to K − 1 are the candidates, items K to K + m − 1 the targets.
/// A column costs K values.
/// </summary>
public abstract class PairwiseKernel : ICandidateKernel
{
    /// <summary>Creates a kernel over K = <paramref name="candidates"/> and m = <paramref name="targets"/> items.</summary>
    /// <exception cref="InvalidInputException">There is no target.</exception>
    protected PairwiseKernel(int candidates, int targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(candidates);
        DenseRows.CheckTargets(targets);
        Candidates = candidates;
        Targets = targets;
    }

    /// <inheritdoc/>
    public int Candidates { get; }

    /// <inheritdoc/>
    public int Targets { get; }

    /// <inheritdoc/>
    public void TargetVariances(Span<double> variances)
    {
        for (int t = 0; t < Targets; t++)
        {
            variances[t] = Value(Candidates + t, Candidates + t);
        }
    }

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances)
    {
        for (int t = 0; t < Targets; t++)
        {
            covariances[t] = Value(Candidates + t, Candidates + target);
        }
    }

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> variances)
    {
        for (int x = 0; x < Candidates; x++)
        {
            variances[x] = Value(x, x);
        }
    }

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances) => Column(Candidates + target, covariances);

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances) => Column(candidate, covariances);

    /// <summary>k(a, b) of two items; symmetric, finite, and safe to call from any thread.</summary>
    protected abstract double Value(int a, int b);

    private void Column(int item, Span<double> covariances)
    {
        for (int x = 0; x < Candidates; x++)
        {
            covariances[x] = Value(x, item);
        }
    }
}
