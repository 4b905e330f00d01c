using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// The tuning loop itself: one call is one gradient step on one text or a few. Knows nothing of what the parameters belong to.
/// A step that meets a loss or gradient that is not finite, or a cancellation, leaves every parameter as it was.
/// </summary>
internal sealed class GradientSteps : IDisposable
{
    private readonly Decoder _decoder;
    private readonly IWeights _weights;
    private readonly Tensor[] _parameters;
    private readonly StepOptions _options;
    private readonly IOptimizer _optimizer;
    private readonly double _learningRate;
    private readonly int _planned, _before;
    private readonly CarriedMoments? _carried;

    /// <summary>Steps of AdamW, which begins anew, or where moments are carried over, where the last session ended.</summary>
    public GradientSteps(Decoder decoder, IWeights weights, IEnumerable<Tensor> parameters, StepOptions options, double learningRate, int planned, CarriedMoments? carried = null)
        : this(decoder, weights, [.. parameters], options, learningRate, planned, parameters => Begin(parameters, options, carried)) => _carried = carried;

    /// <summary>Steps of an optimiser, which is owned from here on.</summary>
    public GradientSteps(Decoder decoder, IWeights weights, Tensor[] parameters, IOptimizer optimizer, StepOptions options, double learningRate, int planned)
        : this(decoder, weights, parameters, options, learningRate, planned, _ => optimizer)
    {
    }

    private GradientSteps(Decoder decoder, IWeights weights, Tensor[] parameters, StepOptions options, double learningRate, int planned, Func<Tensor[], IOptimizer> optimizer)
    {
        _decoder = decoder;
        _weights = weights;
        _parameters = parameters;
        _options = options;
        _learningRate = learningRate;
        _planned = planned;
        _optimizer = optimizer(parameters);
        _before = _optimizer.Steps;
    }

    /// <summary>Steps taken.</summary>
    public int Taken => _optimizer.Steps - _before;

    /// <summary>One step on the mean of some texts' mean losses.</summary>
    /// <param name="texts">Their tokens, cut to the context.</param>
    /// <param name="cancellationToken">Checked before the weights move.</param>
    /// <returns>Mean loss of each before the step, and the gradient's norm before clipping.</returns>
    public (double[] Losses, double GradientNorm) Take(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
    {
        try
        {
            var losses = Backward(texts);
            cancellationToken.ThrowIfCancellationRequested();
            var loss = losses.Average();
            var norm = Apply(loss);
            return double.IsFinite(loss) && double.IsFinite(norm) ? (losses, norm)
                : throw new NonFiniteLossException($"Step {Taken + 1} met a loss of {loss} with a gradient norm of {norm}; expected finite numbers. The step was not taken.");
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Moves the parameters by the gradients that are there, unless the loss or they are not finite; gives the gradients' norm before clipping.</summary>
    public double Apply(double loss)
    {
        var norm = GradientClip.Norm(_parameters);
        if (double.IsFinite(loss) && double.IsFinite(norm)) _optimizer.Step(_options.Rate(_learningRate, Taken, _planned), GradientClip.Factor(norm, _options.ClipNorm));
        return norm;
    }

    /// <summary>Lets the gradients go.</summary>
    public void Forget()
    {
        foreach (var parameter in _parameters) parameter.grad = null;
    }

    /// <summary>Whether a batch of texts of this length is computed once more for its gradient instead of kept.</summary>
    public bool Recomputes(long batch, long time) => _options.Recompute
        ?? new ActivationMemory(_decoder.Blueprint, _weights.Compute == ScalarType.Float32 ? sizeof(float) : sizeof(short)).Kept(batch, time, all: false) > ActivationMemory.Limit;

    public void Dispose()
    {
        if (_optimizer is AdamW adam) _carried?.Take(adam);
        _optimizer.Dispose();
    }

    /// <summary>The gradient of the mean of some texts' mean losses; texts that may not be padded to one length go one group after the other.</summary>
    private double[] Backward(IReadOnlyList<int[]> texts)
    {
        var device = _parameters[0].device;
        if (texts is [var alone]) return [LanguageModelLoss.Backward(_decoder, _weights, LanguageModelLoss.Ids(alone, device), recompute: Recomputes(1, alone.Length))];
        var losses = new double[texts.Count];
        foreach (var rows in PaddedTexts.Alike(_decoder.Blueprint.Configuration, texts))
            PaddedTexts.Put(losses, rows, LanguageModelLoss.BackwardEach(_decoder, _weights, [.. rows.Select(row => texts[row])], device, Recomputes, 1.0 / texts.Count));
        return losses;
    }

    private static AdamW Begin(Tensor[] parameters, StepOptions options, CarriedMoments? carried)
    {
        var optimizer = new AdamW(parameters, options.Optimizer);
        carried?.Give(optimizer);
        return optimizer;
    }
}
