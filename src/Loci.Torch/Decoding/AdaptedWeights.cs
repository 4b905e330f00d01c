using Loci.Torch.Tuning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Decoding;

/// <summary>Weights with LoRA adapters beside them: y = base(x) + s·(x Aᵀ) Bᵀ.</summary>
internal sealed class AdaptedWeights(IWeights weights, LoraAdapter adapter) : IWeights
{
    public ScalarType Compute => weights.Compute;

    public Tensor Embed(string table, Tensor ids) => weights.Embed(table, ids);

    public Tensor Vector(string name) => weights.Vector(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        var plain = weights.Project(projection, input);
        if (!adapter.Pairs.TryGetValue(projection.Module, out var pair)) return plain;
        using var scope = NewDisposeScope();
        var low = F.linear(input, pair.A.to(Compute)); // (…, rank)
        return (plain + F.linear(low, (pair.B * pair.Scale).to(Compute))).MoveToOuterDisposeScope();
    }
}
