using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// softmax(cap(s · q kᵀ) + bias) v, written out: at the window lengths of small models on a CPU this takes half the time of libtorch's
/// fused kernel, forward and backward (docs/decisions/0003-attention.md).
/// </summary>
/// <param name="Scale">s: 1/√head in most families.</param>
/// <param name="SoftCap">c of cap(x) = c · tanh(x / c), or null where scores are not capped.</param>
/// <param name="WideScores">Whether scores and softmax are float32 whatever the type of the heads, as families with unscaled scores need.</param>
internal sealed record Attention(double Scale, double? SoftCap = null, bool WideScores = false)
{
    /// <summary>Mixes values by attention.</summary>
    /// <param name="query">(batch, heads, time, head).</param>
    /// <param name="key">(batch, heads, seen, head).</param>
    /// <param name="value">Like the keys.</param>
    /// <param name="bias">Added to the scores; its shape broadcasts to (batch, heads, time, seen). Null adds nothing.</param>
    /// <returns>(batch, heads, time, head).</returns>
    public Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        if (WideScores) (query, key) = (query.to(ScalarType.Float32), key.to(ScalarType.Float32));
        var scores = matmul(query.Times(Scale), key.transpose(2, 3));
        if (SoftCap is { } cap) scores = scores.Over(cap).tanh().Times(cap);
        if (bias is not null) scores.PlusInPlace(bias); // nothing before needs the scores for its gradient
        return matmul(scores.softmax(-1).to(value.dtype), value).MoveToOuterDisposeScope();
    }
}
