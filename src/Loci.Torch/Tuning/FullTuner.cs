using Loci.Models;
using Loci.Torch.Decoding;

namespace Loci.Torch.Tuning;

/// <summary>
/// Tunes all weights, on a copy of them: the base is never written, so restoring is exact by construction, no lease is needed, and a
/// crash in the middle leaves nothing to repair. Costs three copies of the model in memory (weights and two moments), and during a step a fourth (gradients) and the casts of the products.
/// Safe to share between threads; sessions are independent of each other.
/// </summary>
public sealed class FullTuner : ITuner
{
    private readonly FullTuningOptions _options;

    /// <summary>Creates the tuner.</summary>
    /// <param name="options">Learning rate and schedule.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public FullTuner(FullTuningOptions? options = null)
    {
        _options = options ?? new FullTuningOptions();
        _options.Steps.Validate(_options.LearningRate);
    }

    /// <inheritdoc/>
    public string Name => "full";

    /// <inheritdoc/>
    public int BatchSize => _options.Steps.BatchSize;

    /// <inheritdoc/>
    public ITuningSession Begin(ILanguageModel model, int plannedSteps)
    {
        var causal = Tunable.Of(model);
        var copy = causal.Parameters.Clone();
        var weights = causal.Over(new TrainableWeights(copy));
        var parameters = causal.Blueprint.Parameters().Select(parameter => copy.Master(parameter.Name));
        var steps = new GradientSteps(causal.Decoder, weights, parameters, _options.Steps, _options.LearningRate ?? LearningRates.Full(causal.ParameterCount), plannedSteps, _options.Carried);
        return new TuningSession(causal, weights, steps, changed: copy.Touch, copy) { Own = copy };
    }
}
