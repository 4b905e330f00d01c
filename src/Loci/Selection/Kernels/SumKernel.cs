using System.Numerics.Tensors;

namespace Loci.Selection.Kernels;

/// <summary>Weighted sum of kernels over the same candidates and targets: k = Σⱼ wⱼ·kⱼ with wⱼ ≥ 0, which is again a positive kernel.</summary>
public sealed class SumKernel : ICandidateKernel
{
    private readonly (double Weight, ICandidateKernel Kernel)[] _parts;

    /// <summary>Creates the sum of <paramref name="parts"/>.</summary>
    /// <exception cref="InvalidInputException">There is no part, their shapes differ, or a weight is negative or not finite.</exception>
    public SumKernel(params (double Weight, ICandidateKernel Kernel)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0)
        {
            throw new InvalidInputException("A sum of kernels needs at least one kernel.");
        }
        _parts = [.. parts];
        Candidates = parts[0].Kernel.Candidates;
        Targets = parts[0].Kernel.Targets;
        foreach ((double weight, ICandidateKernel kernel) in parts)
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new InvalidInputException($"A kernel's weight must be a number of at least 0, and one is {weight}.");
            }
            if (kernel.Candidates != Candidates || kernel.Targets != Targets)
            {
                throw new InvalidInputException(
                    $"Summed kernels must have equal shapes: one is over {kernel.Candidates} candidates and {kernel.Targets} targets, the first over {Candidates} and {Targets}.");
            }
        }
    }

    private delegate void Column(ICandidateKernel kernel, Span<double> values);

    /// <inheritdoc/>
    public int Candidates { get; }

    /// <inheritdoc/>
    public int Targets { get; }

    /// <inheritdoc/>
    public void TargetVariances(Span<double> variances) => Sum(variances[..Targets], static (kernel, values) => kernel.TargetVariances(values));

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances) =>
        Sum(covariances[..Targets], (kernel, values) => kernel.TargetCovariances(target, values));

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> variances) => Sum(variances[..Candidates], static (kernel, values) => kernel.CandidateVariances(values));

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances) =>
        Sum(covariances[..Candidates], (kernel, values) => kernel.TargetColumn(target, values));

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances) =>
        Sum(covariances[..Candidates], (kernel, values) => kernel.CandidateColumn(candidate, values));

    private void Sum(Span<double> total, Column column)
    {
        var part = new double[total.Length];
        total.Clear();
        foreach ((double weight, ICandidateKernel kernel) in _parts)
        {
            column(kernel, part);
            TensorPrimitives.MultiplyAdd(part, weight, total, total);
        }
    }
}
