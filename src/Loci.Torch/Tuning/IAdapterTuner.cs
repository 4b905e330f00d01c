using Loci.Torch.Adapters;

namespace Loci.Torch.Tuning;

/// <summary>A tuner whose learning fits into an adapter.</summary>
internal interface IAdapterTuner
{
    /// <summary>The method's name.</summary>
    string Name { get; }

    /// <summary>Schedule, clip and optimiser.</summary>
    StepOptions Steps { get; }

    /// <summary>Peak learning rate for a model.</summary>
    double Rate(CausalLanguageModel model);

    /// <summary>A fresh adapter that changes nothing yet; the caller owns its tensors.</summary>
    Learnt Fresh(CausalLanguageModel model);
}
