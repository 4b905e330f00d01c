using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>The parameters as they are: no gradient reaches them. Shared by every session over one base.</summary>
internal sealed class FrozenWeights(ParameterStore store) : IWeights
{
    public ScalarType Compute => store.Compute;

    public bool Learns(Projection projection) => false;

    public Tensor Embed(string table, Tensor ids) => Linear.Rows(store.Master(table), ids);

    public Tensor Vector(string name) => store.Master(name);

    public Tensor Project(Projection projection, Tensor input) =>
        Linear.Apply(projection, input, store.Copy(projection.Weight), projection.Bias is { } bias ? store.Copy(bias) : null);
}
