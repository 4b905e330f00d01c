using Loci.Models;
using Loci.Torch.Tuning;

namespace Loci.Cli.Hosting;

/// <summary>Tuners by the names the command line gives them.</summary>
internal static class Tuners
{
    public static ITuner Create(string name, double? learningRate)
    {
        if (name == "lora")
        {
            var lora = new LoraOptions();
            return new LoraTuner(lora with { LearningRate = learningRate ?? lora.LearningRate });
        }
        var full = new FullTuningOptions();
        return new FullTuner(full with { LearningRate = learningRate ?? full.LearningRate });
    }
}
