using System.Numerics.Tensors;

namespace Loci.Selection.Kernels;

/// <summary>
/// The cosine of another kernel's features: k(x, y) / √(k(x, x)·k(y, y)). A candidate or target with k(x, x) = 0 stays zero.
/// Costs one pass over each column beyond those of the inner kernel.
/// </summary>
public sealed class NormalizedKernel : ICandidateKernel
{
    private readonly ICandidateKernel _kernel;
    private readonly double[] _candidates; // (K): 1/√k(x, x)
    private readonly double[] _targets;    // (m): 1/√k(t, t)

    /// <summary>Creates the normalized kernel; the scales are computed once.</summary>
    /// <exception cref="InvalidInputException">The inner kernel gives a variance that is negative or no number.</exception>
    public NormalizedKernel(ICandidateKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernel = kernel;
        _candidates = new double[kernel.Candidates];
        _targets = new double[kernel.Targets];
        kernel.CandidateVariances(_candidates);
        kernel.TargetVariances(_targets);
        Invert(_candidates);
        Invert(_targets);
    }

    /// <inheritdoc/>
    public int Candidates => _kernel.Candidates;

    /// <inheritdoc/>
    public int Targets => _kernel.Targets;

    /// <inheritdoc/>
    public void TargetVariances(Span<double> variances) => Ones(_targets, variances);

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances)
    {
        _kernel.TargetCovariances(target, covariances);
        Scale(covariances[..Targets], _targets, _targets[target]);
    }

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> variances) => Ones(_candidates, variances);

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances)
    {
        _kernel.TargetColumn(target, covariances);
        Scale(covariances[..Candidates], _candidates, _targets[target]);
    }

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances)
    {
        _kernel.CandidateColumn(candidate, covariances);
        Scale(covariances[..Candidates], _candidates, _candidates[candidate]);
    }

    private static void Invert(Span<double> variances)
    {
        Posterior.CheckVariances(variances);
        foreach (ref double variance in variances)
        {
            variance = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
        }
    }

    private static void Ones(ReadOnlySpan<double> scales, Span<double> variances)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            variances[i] = scales[i] > 0 ? 1 : 0;
        }
    }

    private static void Scale(Span<double> values, ReadOnlySpan<double> scales, double scale)
    {
        TensorPrimitives.Multiply(values, scales, values);
        TensorPrimitives.Multiply(values, scale, values);
    }
}
