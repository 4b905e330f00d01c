using Loci.Selection.Kernels;

namespace Loci.Selection.Pools;

/// <summary>The posterior kernel kₙ over a few rows of a pool, which are in memory. Must not be asked once the posterior goes on.</summary>
/// <param name="rows">R rows of d elements.</param>
/// <param name="variances">kₙ(x, x) of each.</param>
/// <param name="posterior">The posterior after n picks.</param>
internal sealed class ActiveKernel(ReadOnlyMemory<float>[] rows, double[] variances, PoolPosterior posterior) : ICandidateKernel
{
    /// <inheritdoc/>
    public int Candidates => rows.Length;

    /// <inheritdoc/>
    public int Targets => posterior.Targets.Count;

    /// <inheritdoc/>
    public void TargetVariances(Span<double> values) => posterior.TargetVariances.CopyTo(values);

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances) =>
        throw new NotSupportedException("The rule that runs on a pool does not weigh targets against each other.");

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> values) => variances.CopyTo(values);

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances) => WideProduct.Column(rows, posterior.Targets[target], covariances[..Candidates]);

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances) =>
        WideProduct.Column(rows, posterior.Given(rows[candidate].Span), covariances[..Candidates]);
}
