using Loci.Models;

namespace Loci.Torch.Tuning;

/// <summary>Begins the sessions of tuners whose learning fits into an adapter.</summary>
internal static class AdapterSession
{
    public static ITuningSession Begin(IAdapterTuner tuner, ILanguageModel model, int plannedSteps)
    {
        var causal = Tunable.Of(model);
        var learnt = tuner.Fresh(causal);
        var weights = learnt.Tensors.Over(causal.Weights, learning: true);
        var parameters = learnt.Tensors.Parameters().Select(parameter => parameter.Value);
        var steps = new GradientSteps(causal.Decoder, weights, parameters, tuner.Steps, tuner.Rate(causal), plannedSteps);
        return new TuningSession(causal, weights, steps, learnt.Tensors.Touch, learnt.Tensors) { Learnt = learnt };
    }
}
