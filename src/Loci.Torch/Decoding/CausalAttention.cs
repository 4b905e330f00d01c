using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// softmax(q kᵀ / √d + bias) v, written out: at the window lengths of small models on a CPU this takes half the time of libtorch's
/// fused kernel, forward and backward (docs/decisions/0003-attention.md).
/// </summary>
internal sealed class CausalAttention : IDisposable
{
    /// <summary>Longest window whose bias is kept. It grows with the square: kept for a context of 128k it would take 64 GiB.</summary>
    private const int LongestKept = 2048;

    private readonly Tensor _bias; // (kept, kept): 0 on and below the diagonal, −∞ above

    public CausalAttention(int context, ScalarType compute, Device device)
    {
        using var scope = NewDisposeScope();
        var kept = Math.Min(context, LongestKept);
        _bias = Bias(kept, kept, compute, device).DetachFromDisposeScope();
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
        if (bias is not null || time > 1) scores = scores + (bias ?? Causal(time, seen));
        return matmul(scores.softmax(-1), value).MoveToOuterDisposeScope();
    }

    public void Dispose() => _bias.Dispose();

    private Tensor Causal(long time, long seen) => seen <= _bias.shape[0]
        ? _bias.narrow(0, seen - time, time).narrow(1, 0, seen)
        : Bias(time, seen, _bias.dtype, _bias.device);

    /// <summary>The last <paramref name="time"/> rows of the bias over <paramref name="seen"/> keys.</summary>
    private static Tensor Bias(long time, long seen, ScalarType compute, Device device)
    {
        using var scope = NewDisposeScope();
        var hidden = ones([time, seen], ScalarType.Bool, device).triu(seen - time + 1);
        return zeros([time, seen], compute, device).masked_fill(hidden, float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
