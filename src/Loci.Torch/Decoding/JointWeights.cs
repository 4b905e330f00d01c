using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// Weights with an adapter of its own beside them for each row of a batch: y_p = base(x_p) + s·(x_p A_pᵀ) B_pᵀ. The base multiplies all rows at once; gradients reach each adapter through its own
/// row alone.
/// </summary>
/// <param name="weights">The base.</param>
/// <param name="adapters">One for each row, all over the same maps and of one rank.</param>
internal sealed class JointWeights(IWeights weights, IReadOnlyList<LoraAdapter> adapters) : IWeights
{
    public ScalarType Compute => weights.Compute;

    public bool Learns(Projection projection) => weights.Learns(projection);

    public Tensor Embed(string table, Tensor ids) => weights.Embed(table, ids);

    public Tensor Vector(string name) => weights.Vector(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        if (!adapters[0].Pairs.ContainsKey(projection.Module)) return weights.Project(projection, input);
        using var scope = NewDisposeScope();
        var pairs = adapters.Select(adapter => adapter.Pairs[projection.Module]).ToArray();
        var a = stack(pairs.Select(pair => pair.A)).to(Compute);              // (batch, rank, inputs)
        var b = stack(pairs.Select(pair => pair.B.Times(pair.Scale))).to(Compute); // (batch, outputs, rank)
        var plain = weights.Project(projection, input);                       // (batch, time, outputs)
        return plain.Plus(bmm(bmm(input, a.transpose(1, 2)), b.transpose(1, 2))).MoveToOuterDisposeScope();
    }
}
