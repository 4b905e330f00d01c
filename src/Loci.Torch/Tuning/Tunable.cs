using Loci.Models;

namespace Loci.Torch.Tuning;

/// <summary>Finds the model that the tuners of this assembly can work on.</summary>
internal static class Tunable
{
    public static CausalLanguageModel Of(ILanguageModel model) => model as CausalLanguageModel
        ?? throw new ArgumentException($"Expected a {nameof(CausalLanguageModel)}, found {model?.GetType().Name ?? "null"}: this tuner knows no other kind.", nameof(model));
}
