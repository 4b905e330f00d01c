using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// softmax(q kᵀ / √d + bias) v, written out: at the window lengths of small models on a CPU this takes half the time of libtorch's
/// fused kernel, forward and backward (docs/decisions/0003-attention.md).
/// </summary>
internal sealed class CausalAttention : IDisposable
{
    private readonly Tensor _bias; // (context, context): 0 on and below the diagonal, −∞ above

    public CausalAttention(int context, ScalarType compute, Device device)
    {
        using var scope = NewDisposeScope();
        var hidden = ones([context, context], ScalarType.Bool, device).triu(1);
        _bias = zeros([context, context], ScalarType.Float32, device).masked_fill(hidden, float.NegativeInfinity).to(compute).DetachFromDisposeScope();
    }

    /// <summary>Mixes values by attention.</summary>
    /// <param name="query">(batch, heads, time, head): the last positions of the keys.</param>
    /// <param name="key">(batch, heads, seen, head), seen at least time.</param>
    /// <param name="value">Like the keys.</param>
    /// <param name="bias">(batch, 1, time, seen) to use instead of the causal one, or null.</param>
    /// <returns>(batch, heads, time, head).</returns>
    public Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        long time = query.shape[2], seen = key.shape[2];
        var scores = matmul(query * (1 / Math.Sqrt(query.shape[3])), key.transpose(2, 3));
        if (bias is not null || time > 1) scores = scores + (bias ?? _bias.narrow(0, seen - time, time).narrow(1, 0, seen));
        return matmul(scores.softmax(-1), value).MoveToOuterDisposeScope();
    }

    public void Dispose() => _bias.Dispose();
}
