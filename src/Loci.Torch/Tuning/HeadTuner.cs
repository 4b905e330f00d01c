using Loci.Models;
using Loci.Torch.Adapters;

namespace Loci.Torch.Tuning;

/// <summary>
/// Tunes the output layer alone, on a copy of it: a token embedding that shares its weight stays as it is. Costs three copies of that one matrix
/// (weights and two moments). Safe to share between threads; sessions are independent of each other.
/// </summary>
public sealed class HeadTuner : ITuner, IAdapterTuner
{
    private readonly FullTuningOptions _options;

    /// <summary>Creates the tuner.</summary>
    /// <param name="options">Learning rate and schedule.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public HeadTuner(FullTuningOptions? options = null)
    {
        _options = options ?? new FullTuningOptions();
        _options.Steps.Validate(_options.LearningRate);
    }

    /// <inheritdoc/>
    public string Name => "head";

    /// <inheritdoc/>
    public int BatchSize => _options.Steps.BatchSize;

    StepOptions IAdapterTuner.Steps => _options.Steps;

    /// <inheritdoc/>
    public ITuningSession Begin(ILanguageModel model, int plannedSteps) => AdapterSession.Begin(this, model, plannedSteps);

    double IAdapterTuner.Rate(CausalLanguageModel model) => _options.LearningRate ?? LearningRates.Head(model.ParameterCount);

    Learnt IAdapterTuner.Fresh(CausalLanguageModel model)
    {
        var head = model.Blueprint.Head with { Weight = model.Blueprint.Head.Module + ".weight" };
        var store = AdapterTensors.Store(head, AdapterMerge.Weight(model.Blueprint.Head, model.Parameters, model.Adapters), model.Parameters.Compute);
        return new Learnt(Name, new AdapterTensors(new LoraAdapter([]), head, store), [], InputMajor: false);
    }
}
