using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv 1711.05101): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², and
/// p ← p − η·(m̂ / (√v̂ + ε) + w·p) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
/// Every operation is in place on buffers made once, so a step allocates nothing: temporaries of all parameters at once would
/// fragment the native heap. Not thread-safe; owns its moments, not the parameters.
/// </summary>
internal sealed class AdamW : IDisposable
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
    public void Step(double learningRate)
    {
        Steps++;
        using var quiet = no_grad();
        var correction1 = 1 - Math.Pow(_options.Beta1, Steps);
        var correction2 = 1 - Math.Pow(_options.Beta2, Steps);
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope(); // handles only: each call below returns a new handle on the same memory
            if (slot.Parameter.grad is not { } gradient) continue;
            if (slot.Decay > 0) slot.Parameter.mul_(1 - learningRate * slot.Decay);
            slot.First.mul_(_options.Beta1).add_(gradient, 1 - _options.Beta1);
            slot.Second.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
            slot.Scratch.copy_(slot.Second).sqrt_().mul_(1 / Math.Sqrt(correction2)).add_(_options.Epsilon);
            slot.Parameter.addcdiv_(slot.First, slot.Scratch, -learningRate / correction1);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
    }

    private sealed class Slot(Tensor parameter, AdamWOptions options) : IDisposable
    {
        public Tensor Parameter { get; } = parameter;
        public Tensor First { get; } = zeros_like(parameter).DetachFromDisposeScope();
        public Tensor Second { get; } = zeros_like(parameter).DetachFromDisposeScope();
        public Tensor Scratch { get; } = zeros_like(parameter).DetachFromDisposeScope();

        /// <summary>Matrices decay, vectors do not.</summary>
        public double Decay { get; } = parameter.Dimensions > 1 ? options.WeightDecay : 0;

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
            Scratch.Dispose();
        }
    }
}
