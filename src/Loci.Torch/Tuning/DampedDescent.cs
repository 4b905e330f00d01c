using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// Gradient descent with momentum, damped where a weight's gradient is usually large: m ← β·m + (1 − β)·g and p ← p − η·m̂ / (1 + √F / δ), with m̂ = m / (1 − βᵗ), F the mean squared gradient of each weight
/// (<see cref="Sensitivity"/>) and δ the damping. Where few steps follow, an optimiser that begins without knowing F (Adam) moves every weight alike in its first steps, and one that never knows it
/// (plain descent) breaks the few sensitive ones. On a CPU one pass over memory. Not thread-safe; owns its momentum, not the parameters nor the factors.
/// </summary>
internal sealed class DampedDescent : IOptimizer
{
    private readonly Tensor[] _parameters, _momenta;
    private readonly IReadOnlyList<Tensor> _factors;
    private readonly double _momentum;

    /// <param name="parameters">What moves.</param>
    /// <param name="factors">1 / (1 + √F / δ) of each, in their order.</param>
    /// <param name="momentum">β.</param>
    public DampedDescent(IEnumerable<Tensor> parameters, IReadOnlyList<Tensor> factors, double momentum)
    {
        using var quiet = no_grad();
        _parameters = [.. parameters];
        _factors = factors;
        _momentum = momentum;
        _momenta = [.. _parameters.Select(parameter => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public void Step(double learningRate, double gradientScale = 1)
    {
        Steps++;
        double share = (1 - _momentum) * gradientScale, rate = learningRate / (1 - Math.Pow(_momentum, Steps));
        using var quiet = no_grad();
        for (var i = 0; i < _parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (_parameters[i].grad is not { } gradient) continue;
            if (DampedKernel.Fits(_parameters[i])) DampedKernel.Update(_parameters[i], gradient.contiguous(), _momenta[i], _factors[i], (float)_momentum, (float)share, (float)rate);
            else Update(_parameters[i], gradient, _momenta[i], _factors[i], share, rate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var momentum in _momenta) momentum.Dispose();
    }

    /// <summary>The same by the operations of the tensor library, for parameters on a GPU.</summary>
    private void Update(Tensor parameter, Tensor gradient, Tensor momentum, Tensor factor, double share, double rate)
    {
        momentum.TimesInPlace(_momentum).PlusInPlace(gradient, share);
        parameter.PlusProductInPlace(momentum, factor, -rate);
    }
}
