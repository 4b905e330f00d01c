using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Tunes adapters beside an untouched base. Safe to share between threads; sessions are independent of each other.</summary>
public sealed class LoraTuner : ITuner
{
    private readonly LoraOptions _options;

    /// <summary>Creates the tuner.</summary>
    /// <param name="options">Rank, targets, learning rate; defaults suit models of a few million parameters.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public LoraTuner(LoraOptions? options = null)
    {
        _options = options ?? new LoraOptions();
        if (_options.Rank < 1) throw new InvalidInputException($"expected a LoRA rank of at least 1, found {_options.Rank}.");
        if (_options.Alpha == 0 || !double.IsFinite(_options.Alpha)) throw new InvalidInputException($"expected a LoRA alpha that is a number other than 0, found {_options.Alpha}.");
        if (!Enum.IsDefined(_options.Targets)) throw new InvalidInputException($"expected LoRA targets among {string.Join(", ", Enum.GetNames<LoraTargets>())}, found {_options.Targets}.");
        _options.Steps.Validate(_options.LearningRate);
    }

    /// <inheritdoc/>
    public string Name => "lora";

    /// <inheritdoc/>
    public ITuningSession Begin(ILanguageModel model, int plannedSteps)
    {
        var causal = Tunable.Of(model);
        var adapter = new LoraAdapter(LoraAdapter.Select(causal.Blueprint, _options.Targets), _options.Rank, _options.Alpha, _options.Seed, CPU);
        var weights = new AdaptedWeights(causal.Frozen, adapter);
        var steps = new GradientSteps(causal.Decoder, weights, adapter.Parameters, _options.Steps, _options.LearningRate, plannedSteps);
        return new TuningSession(causal, weights, steps, changed: () => { }, adapter);
    }
}
