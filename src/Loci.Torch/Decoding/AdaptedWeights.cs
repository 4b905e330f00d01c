using Loci.Torch.Tuning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Decoding;

/// <summary>Weights with LoRA adapters beside them: y = base(x) + s·(x Aᵀ) Bᵀ.</summary>
internal sealed class AdaptedWeights(IWeights weights, LoraAdapter adapter) : IWeights
{
    public ScalarType Compute => weights.Compute;

    public bool Learns(Projection projection) => weights.Learns(projection);

    public Tensor Embed(string table, Tensor ids) => weights.Embed(table, ids);

    public Tensor Vector(string name) => weights.Vector(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        if (!adapter.Pairs.TryGetValue(projection.Module, out var pair)) return weights.Project(projection, input);
        using var scope = NewDisposeScope();
        var rows = input.reshape(-1, projection.Inputs);
        var low = F.linear(rows, pair.A.to(Compute)); // (rows, rank)
        var sum = weights.Project(projection, rows).addmm_(low, pair.B.Times(pair.Scale).to(Compute).t()); // in place: nothing needs the plain product for its gradient
        return sum.reshape([.. input.shape[..^1], projection.Outputs]).MoveToOuterDisposeScope();
    }
}
