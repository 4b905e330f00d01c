using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

/// <summary>Weights whose use cancels: the forward pass is under way by then.</summary>
internal sealed class CancelledWeights(IWeights weights, CancellationTokenSource stop) : IWeights
{
    public ScalarType Compute => weights.Compute;

    public bool Learns(Projection projection) => weights.Learns(projection);

    public Tensor Embed(string table, Tensor ids) => weights.Embed(table, ids);

    public Tensor Vector(string name) => weights.Vector(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        stop.Cancel();
        return weights.Project(projection, input);
    }
}
