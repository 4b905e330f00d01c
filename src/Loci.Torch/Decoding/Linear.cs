using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Decoding;

/// <summary>The two ways a decoder uses a matrix.</summary>
internal static class Linear
{
    /// <summary>x·Wᵀ + b, or x·W + b where the weight is stored (inputs, outputs).</summary>
    public static Tensor Apply(Projection projection, Tensor input, Tensor weight, Tensor? bias)
    {
        if (!projection.InputMajor) return F.linear(input, weight, bias);
        using var scope = NewDisposeScope();
        return F.linear(input, weight.t(), bias).MoveToOuterDisposeScope();
    }

    /// <summary>Rows of <paramref name="table"/> (rows, width) for ids of any shape: (…ids, width).</summary>
    public static Tensor Rows(Tensor table, Tensor ids)
    {
        using var scope = NewDisposeScope();
        return table.index_select(0, ids.reshape(-1)).reshape([.. ids.shape, table.shape[1]]).MoveToOuterDisposeScope();
    }
}
