using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv 1711.05101): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², and
/// p ← p − η·(m̂ / (√v̂ + ε) + w·p) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
/// On a CPU all of it is one pass over memory (<see cref="AdamWKernel"/>): the operations of a tensor library, one after another, would go over it nine times. Not thread-safe; owns its
/// moments, not the parameters.
/// </summary>
internal sealed class AdamW : IOptimizer
{
    private readonly Slot[] _slots;
    private readonly AdamWOptions _options;

    public AdamW(IEnumerable<Tensor> parameters, AdamWOptions options)
    {
        _options = options;
        using var quiet = no_grad();
        _slots = [.. parameters.Select(parameter => new Slot(parameter, options))];
    }

    /// <summary>Steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>First and second moments in the order of the parameters, for checkpoints.</summary>
    public IEnumerable<(Tensor First, Tensor Second)> Moments => _slots.Select(slot => (slot.First, slot.Second));

    /// <summary>Moves every parameter that has a gradient.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="gradientScale">What gradients are multiplied with first, such as <see cref="GradientClip.Factor"/>.</param>
    public void Step(double learningRate, double gradientScale = 1)
    {
        Steps++;
        using var quiet = no_grad();
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope(); // handles only: most calls return a new handle on the same memory
            if (slot.Parameter.grad is not { } gradient) continue;
            var step = new AdamWStep(_options, Steps, learningRate, slot.Decay, gradientScale);
            if (AdamWKernel.Fits(slot.Parameter)) AdamWKernel.Update(slot.Parameter, gradient.contiguous(), slot.First, slot.Second, step);
            else Update(slot, gradient, step);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
    }

    /// <summary>The same by the operations of the tensor library, for parameters on a GPU.</summary>
    private static void Update(Slot slot, Tensor gradient, AdamWStep step)
    {
        if (step.GradientScale != 1) gradient = gradient.Times(step.GradientScale);
        if (step.Keep != 1) slot.Parameter.TimesInPlace(step.Keep);
        slot.First.TimesInPlace(step.Beta1).PlusInPlace(gradient, 1 - step.Beta1);
        slot.Second.TimesInPlace(step.Beta2).PlusProductInPlace(gradient, gradient, 1 - step.Beta2);
        var spread = slot.Second.sqrt().TimesInPlace(step.SpreadScale).PlusInPlace(step.Epsilon);
        slot.Parameter.PlusQuotientInPlace(slot.First, spread, -step.Rate);
    }

    private sealed class Slot(Tensor parameter, AdamWOptions options) : IDisposable
    {
        public Tensor Parameter { get; } = parameter;
        public Tensor First { get; } = zeros_like(parameter).DetachFromDisposeScope();
        public Tensor Second { get; } = zeros_like(parameter).DetachFromDisposeScope();

        /// <summary>Matrices decay, vectors do not.</summary>
        public double Decay { get; } = parameter.Dimensions > 1 ? options.WeightDecay : 0;

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
