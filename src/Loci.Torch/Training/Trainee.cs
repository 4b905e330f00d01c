using Loci.Torch.Adapters;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Training;

/// <summary>What a training run moves. The tensors stay their owner's.</summary>
/// <param name="Weights">What the forward pass runs on.</param>
/// <param name="Parameters">What the optimiser moves, in an order of its own.</param>
/// <param name="Changed">To be called after each step.</param>
internal sealed record Trainee(IWeights Weights, IReadOnlyList<(string Name, Tensor Value)> Parameters, Action Changed)
{
    /// <summary>Where they are.</summary>
    public Device Device => Parameters[0].Value.device;

    /// <summary>All weights of a model.</summary>
    public static Trainee All(DecoderBlueprint blueprint, ParameterStore store) =>
        new(new TrainableWeights(store), [.. blueprint.Parameters().Select(parameter => (parameter.Name, store.Master(parameter.Name)))], store.Touch);

    /// <summary>An adapter beside a model.</summary>
    public static Trainee Of(AdapterTensors adapter, CausalLanguageModel model) =>
        new(adapter.Over(model.Weights, learning: true), [.. adapter.Parameters()], adapter.Touch);
}
