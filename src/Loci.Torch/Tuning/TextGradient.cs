using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Loci.Torch.Tuning;

/// <summary>
/// Gradients of texts' mean losses in all weights of a model, on a copy of them. The inner product of two is, to first order, what a step on one text saves on the other (the empirical neural tangent
/// kernel of the loss). Not thread-safe; owns its copy.
/// </summary>
public sealed class TextGradient : IDisposable
{
    private readonly CausalLanguageModel _model;
    private readonly ParameterStore _copy;
    private readonly IWeights _weights;
    private readonly Tensor[] _parameters;

    private readonly float[]? _roots;

    /// <param name="model">The model; not changed.</param>
    /// <param name="sensitivity">Where given, each number is multiplied with the root of its damping factor: the inner product of two is then what a damped step (<see cref="DampedTuner"/>) saves.</param>
    /// <param name="damping">δ, as in <see cref="DampedOptions.Damping"/>.</param>
    public TextGradient(ILanguageModel model, Sensitivity? sensitivity = null, double damping = 1)
    {
        _model = Tunable.Of(model);
        _copy = _model.Parameters.Clone();
        _weights = _model.Over(new TrainableWeights(_copy));
        _roots = sensitivity is null ? null : Roots(sensitivity.Factors(_model.Blueprint, damping));
        _parameters = [.. _model.Blueprint.Parameters().Select(parameter => _copy.Master(parameter.Name))];
    }

    /// <summary>The gradient of a text's mean loss, one number for each weight, in the order of the model's parameters.</summary>
    /// <param name="tokens">The text with what opens it, at least two tokens; cut to the context.</param>
    public float[] Of(int[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        using var scope = NewDisposeScope();
        LanguageModelLoss.Backward(_model.Decoder, _weights, LanguageModelLoss.Ids(tokens.AsSpan(0, Math.Min(tokens.Length, _model.ContextLength + 1)), _model.Parameters.Device));
        using var quiet = no_grad();
        var gradient = new float[_copy.Count];
        var at = 0;
        foreach (var parameter in _parameters)
        {
            var length = (int)parameter.NumberOfElements;
            if (parameter.grad is { } slope) ParameterStore.Values(slope).CopyTo(gradient.AsSpan(at, length));
            parameter.grad = null;
            at += length;
        }
        if (_roots is not null) TensorPrimitives.Multiply(gradient, _roots, gradient);
        return gradient;
    }

    /// <inheritdoc/>
    public void Dispose() => _copy.Dispose();

    private static float[] Roots(IReadOnlyList<Tensor> factors)
    {
        float[] roots = [.. factors.SelectMany(ParameterStore.Values).Select(MathF.Sqrt)];
        foreach (var factor in factors) factor.Dispose();
        return roots;
    }
}
