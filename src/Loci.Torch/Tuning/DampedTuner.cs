using System.Runtime.CompilerServices;
using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// Tunes all weights, on a copy of them, by descent that is damped where the model is sensitive (<see cref="DampedDescent"/>). The model's sensitivity is read from its folder, measured when it is
/// first tuned, on texts that the model itself makes, or given. The base is never written. Costs two copies of the model a session (weights and momentum) and one for all of them. Safe to share between threads; sessions are
/// independent of each other.
/// </summary>
public sealed class DampedTuner : ITuner, IDisposable
{
    private readonly DampedOptions _options;
    private readonly Func<CausalLanguageModel, Sensitivity> _sensitivity;
    private readonly ConditionalWeakTable<CausalLanguageModel, Lazy<Factors>> _factors = [];

    /// <summary>Creates the tuner.</summary>
    /// <param name="options">Rate, momentum and damping.</param>
    /// <param name="sensitivity">Gives the sensitivity of a model, which then is the tuner's; null takes what the model's folder holds, or measures it.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public DampedTuner(DampedOptions? options = null, Func<CausalLanguageModel, Sensitivity>? sensitivity = null)
    {
        _options = options ?? new DampedOptions();
        _options.Validate();
        _sensitivity = sensitivity ?? (model => SensitivityCache.Get(model));
    }

    /// <inheritdoc/>
    public string Name => "damped";

    /// <inheritdoc/>
    public int BatchSize => _options.BatchSize;

    /// <inheritdoc/>
    public ITuningSession Begin(ILanguageModel model, int plannedSteps)
    {
        var causal = Tunable.Of(model);
        var factors = FactorsOf(causal);
        var copy = causal.Parameters.Clone();
        var weights = causal.Over(new TrainableWeights(copy));
        Tensor[] parameters = [.. causal.Blueprint.Parameters().Select(parameter => copy.Master(parameter.Name))];
        var optimizer = new DampedDescent(parameters, factors.Tensors, _options.Momentum);
        var schedule = new StepOptions { ClipNorm = _options.ClipNorm, FinalShare = _options.FinalShare };
        var steps = new GradientSteps(causal.Decoder, weights, parameters, optimizer, schedule, _options.LearningRate, plannedSteps);
        return new TuningSession(causal, weights, steps, changed: copy.Touch, copy) { Own = copy };
    }

    /// <summary>Frees what was derived of models; no session may be open.</summary>
    public void Dispose()
    {
        foreach (var (_, factors) in _factors)
        {
            if (factors.IsValueCreated) factors.Value.Dispose();
        }
        _factors.Clear();
    }

    private Factors FactorsOf(CausalLanguageModel model) => _factors.GetValue(model, one => new Lazy<Factors>(() =>
    {
        using var sensitivity = _sensitivity(one);
        return new Factors(sensitivity.Factors(one.Blueprint, _options.Damping));
    })).Value;

    private sealed class Factors(IReadOnlyList<Tensor> tensors) : IDisposable
    {
        public IReadOnlyList<Tensor> Tensors => tensors;

        public void Dispose()
        {
            foreach (var tensor in tensors) tensor.Dispose();
        }
    }
}
