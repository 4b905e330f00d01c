using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>A forward pass that keeps what its gradient needs.</summary>
internal sealed class RecordedPass(Decoder decoder, IWeights weights, Tensor ids) : IHiddenPass
{
    public Tensor Hidden { get; } = decoder.Hidden(weights, ids);

    public void Backward(Tensor gradient)
    {
        if (Hidden.requires_grad) Hidden.backward([gradient]);
    }

    public void Dispose() => Hidden.Dispose();
}
