using System.Globalization;
using Loci.Models;
using Loci.Torch.Adapters;
using Loci.Torch.Decoding;

namespace Loci.Torch.Tuning;

/// <summary>Tunes adapters beside an untouched base. Safe to share between threads; sessions are independent of each other.</summary>
public sealed class LoraTuner : IJointTuner, IAdapterTuner
{
    private readonly LoraOptions _options;

    /// <summary>Creates the tuner.</summary>
    /// <param name="options">Rank, targets, learning rate.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public LoraTuner(LoraOptions? options = null)
    {
        _options = options ?? new LoraOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "lora";

    /// <inheritdoc/>
    public int BatchSize => _options.Steps.BatchSize;

    StepOptions IAdapterTuner.Steps => _options.Steps;

    /// <inheritdoc/>
    public ITuningSession Begin(ILanguageModel model, int plannedSteps) => AdapterSession.Begin(this, model, plannedSteps);

    /// <inheritdoc/>
    public IReadOnlyList<double> StepTogether(IReadOnlyList<ITuningSession> sessions, IReadOnlyList<int[]> tokens, CancellationToken cancellationToken = default) =>
        JointStep.Take(sessions, tokens, cancellationToken);

    double IAdapterTuner.Rate(CausalLanguageModel model) => _options.LearningRate ?? LearningRates.Lora(model.ParameterCount);

    Learnt IAdapterTuner.Fresh(CausalLanguageModel model)
    {
        Projection[] covered = [.. LoraAdapter.Select(model.Blueprint, _options.Targets)];
        var adapter = new LoraAdapter(covered, _options.Rank, _options.Alpha, _options.Seed, model.Parameters.Device);
        string[] targets = [.. covered.Select(projection => WithinLayer(projection.Module)).Distinct(StringComparer.Ordinal)];
        return new Learnt(Name, new AdapterTensors(adapter), targets, covered.Any(projection => projection.InputMajor));
    }

    /// <summary>A module's name from its layer's number on, which is the same in every layer: attn.c_proj of transformer.h.3.attn.c_proj.</summary>
    private static string WithinLayer(string module)
    {
        var parts = module.Split('.');
        return string.Join('.', parts[(Array.FindIndex(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)) + 1)..]);
    }
}
