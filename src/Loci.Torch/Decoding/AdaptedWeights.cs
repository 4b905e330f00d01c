using Loci.Torch.Tuning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Decoding;

/// <summary>A frozen base with LoRA adapters beside it: y = base(x) + (α/r)·(x Aᵀ) Bᵀ. Gradients reach A and B only.</summary>
internal sealed class AdaptedWeights(FrozenWeights frozen, LoraAdapter adapter) : IWeights
{
    public ScalarType Compute => frozen.Compute;

    public Tensor Embed(string table, Tensor ids) => frozen.Embed(table, ids);

    public Tensor Vector(string name) => frozen.Vector(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        var plain = frozen.Project(projection, input);
        if (!adapter.TryGet(projection.Module, out var a, out var b)) return plain;
        using var scope = NewDisposeScope();
        var low = F.linear(input, a.to(Compute)); // (…, rank)
        return (plain + F.linear(low, (b * adapter.Scale).to(Compute))).MoveToOuterDisposeScope();
    }
}
