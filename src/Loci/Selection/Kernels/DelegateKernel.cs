namespace Loci.Selection.Kernels;

/// <summary>Any symmetric positive kernel, given as a function of two items: 0 to K − 1 are the candidates, K to K + m − 1 the targets.</summary>
/// <param name="candidates">K.</param>
/// <param name="targets">m, at least 1.</param>
/// <param name="kernel">k(a, b); must be safe to call from any thread.</param>
public sealed class DelegateKernel(int candidates, int targets, Func<int, int, double> kernel) : PairwiseKernel(candidates, targets)
{
    /// <inheritdoc/>
    protected override double Value(int a, int b) => kernel(a, b);
}
