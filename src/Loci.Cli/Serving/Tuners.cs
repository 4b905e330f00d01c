using Loci.Cli.Hosting;
using Loci.Models;
using Loci.Server.Engines;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Cli.Serving;

/// <summary>Tuners as requests ask for them. Safe to share between threads.</summary>
/// <param name="standard">What learns where a request does not say; <c>auto</c> is what suits the model.</param>
/// <param name="model">What learns.</param>
internal sealed class Tuners(string standard, CausalLanguageModel model)
{
    private readonly Lazy<DampedTuner> _damped = new(() => StandardTuner.Damped(new DampedOptions())); // one for all requests: it keeps what it derived of the model

    /// <summary>Makes a tuner.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or an option cannot be.</exception>
    public ITuner Create(TunerSettings settings)
    {
        var full = new FullTuningOptions { LearningRate = settings.LearningRate };
        return (settings.Method ?? Standard(settings)) switch
        {
            "damped" => settings.LearningRate is { } rate ? StandardTuner.Damped(new DampedOptions { LearningRate = rate }) : _damped.Value,
            "full" => new FullTuner(full),
            "head" => new HeadTuner(full),
            "lora" => new LoraTuner(new LoraOptions { LearningRate = settings.LearningRate, Seed = settings.Seed ?? new LoraOptions().Seed }),
            var other => throw new InvalidInputException($"expected the tuning method damped, full, lora or head, found '{other}'."),
        };
    }

    /// <summary>A rate without a method is one of Adam's, as on the command line.</summary>
    private string Standard(TunerSettings settings) =>
        standard != "auto" ? standard : settings.LearningRate is null ? StandardTuner.NameFor(model) : "full";
}
