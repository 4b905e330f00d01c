using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Weights with an output layer of its own in the place of theirs, so that a tied token embedding stays what it was.</summary>
/// <param name="weights">Everything else.</param>
/// <param name="head">The output layer, by the names that <paramref name="own"/> has.</param>
/// <param name="own">Where its weight comes from.</param>
internal sealed class HeadWeights(IWeights weights, Projection head, IWeights own) : IWeights
{
    public ScalarType Compute => weights.Compute;

    public bool Learns(Projection projection) => (projection.Module == head.Module ? own : weights).Learns(projection);

    public Tensor Embed(string table, Tensor ids) => weights.Embed(table, ids);

    public Tensor Vector(string name) => weights.Vector(name);

    public Tensor Project(Projection projection, Tensor input) =>
        projection.Module == head.Module ? own.Project(head, input) : weights.Project(projection, input);
}
