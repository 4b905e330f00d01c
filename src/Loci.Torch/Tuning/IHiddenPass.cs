using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>A forward pass whose gradient will be wanted once.</summary>
internal interface IHiddenPass : IDisposable
{
    /// <summary>The last hidden state, (batch, time, hidden) in float32.</summary>
    Tensor Hidden { get; }

    /// <summary>Adds the gradient of every parameter that asks for one, given that of the hidden state.</summary>
    void Backward(Tensor gradient);
}
