using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>What one forward pass carries through its blocks.</summary>
/// <param name="Weights">Where parameters come from.</param>
/// <param name="Start">Position of the first new token.</param>
/// <param name="Cache">Keys and values of the tokens before, or null.</param>
/// <param name="Positions">Positions of a padded batch, (batch, time), or null.</param>
/// <param name="Biases">By window, what a query of a padded batch sees; null where every position is real.</param>
internal sealed record ForwardPass(IWeights Weights, int Start, KeyValueCache? Cache, Tensor? Positions, IReadOnlyDictionary<int, Tensor>? Biases)
{
    /// <summary>A pass over texts from their beginning, without padding.</summary>
    public static ForwardPass Plain(IWeights weights) => new(weights, 0, null, null, null);
}
