using Loci.Models;
using Loci.Torch.Tuning;

namespace Loci.Cli.Hosting;

/// <summary>Tuners by the names the command line gives them.</summary>
internal static class Tuners
{
    /// <summary>Makes a tuner.</summary>
    /// <param name="name">full, lora or head.</param>
    /// <param name="learningRate">Peak rate, or null for what suits the model's size.</param>
    /// <param name="lora">What an adapter looks like, or null for the default.</param>
    public static ITuner Create(string name, double? learningRate, LoraOptions? lora = null) => name switch
    {
        "lora" => new LoraTuner((lora ?? new LoraOptions()) with { LearningRate = learningRate }),
        "head" => new HeadTuner(new FullTuningOptions { LearningRate = learningRate }),
        _ => new FullTuner(new FullTuningOptions { LearningRate = learningRate }),
    };
}
