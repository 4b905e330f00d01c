using Loci.Models;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Cli.Hosting;

/// <summary>How prompts are learnt where nothing else is said: damped where that was measured to be best, by Adam elsewhere (docs/decisions/0016-damped-steps.md).</summary>
internal static class StandardTuner
{
    /// <summary>The name of the tuner for a model.</summary>
    public static string NameFor(CausalLanguageModel model) => model.ParameterCount <= LearningRates.Small ? "damped" : "full";

    /// <summary>The tuner for a model.</summary>
    public static ITuner For(CausalLanguageModel model) => NameFor(model) == "damped" ? Damped(new DampedOptions()) : new FullTuner();

    /// <summary>Damped steps; sensitivity is kept in LOCI_HOME where a model's folder has none.</summary>
    public static DampedTuner Damped(DampedOptions options) => new(options, model => SensitivityCache.Get(model, Places.Sensitivities));
}
