using Loci.Models;
using Loci.Server.Engines;
using Loci.Torch.Tuning;

namespace Loci.Cli.Serving;

/// <summary>Tuners as requests ask for them.</summary>
/// <param name="standard">What learns where a request does not say.</param>
internal sealed class Tuners(string standard)
{
    /// <summary>Makes a tuner.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or an option cannot be.</exception>
    public ITuner Create(TunerSettings settings)
    {
        var full = new FullTuningOptions { LearningRate = settings.LearningRate };
        return (settings.Method ?? standard) switch
        {
            "full" => new FullTuner(full),
            "head" => new HeadTuner(full),
            "lora" => new LoraTuner(new LoraOptions { LearningRate = settings.LearningRate, Seed = settings.Seed ?? new LoraOptions().Seed }),
            var other => throw new InvalidInputException($"expected the tuning method full, lora or head, found '{other}'."),
        };
    }
}
