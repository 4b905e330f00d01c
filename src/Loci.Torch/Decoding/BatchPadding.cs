using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Which positions of a padded batch are real, and where each stands in its own text.</summary>
/// <param name="Real">1 where a token is real, (batch, time), Int64.</param>
/// <param name="Positions">Position of each token in its text, (batch, time), Int64.</param>
internal sealed record BatchPadding(Tensor Real, Tensor Positions)
{
    /// <summary>
    /// (batch, 1, time, time): 0 where a query may look, the least finite number where not. Finite, so that a padded query that may look
    /// nowhere gives numbers and not NaN, which would reach every gradient.
    /// </summary>
    public Tensor AttentionBias(ScalarType compute)
    {
        using var scope = NewDisposeScope();
        var time = Real.shape[1];
        var causal = ones([time, time], ScalarType.Bool, Real.device).tril();
        var allowed = Real.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1).logical_and(causal);
        var least = compute == ScalarType.Float32 ? (double)float.MinValue : -3.3e38;
        return zeros([Real.shape[0], 1, time, time], compute, Real.device).masked_fill(allowed.logical_not(), least).MoveToOuterDisposeScope();
    }
}
