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
    /// <param name="window">The most positions a query sees, its own included; padding counts.</param>
    /// <param name="compute">Type of the bias.</param>
    public Tensor AttentionBias(int window, ScalarType compute)
    {
        using var scope = NewDisposeScope();
        var time = Real.shape[1];
        var allowed = Real.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1).logical_and(CausalAttention.Visible(time, time, window, Real.device));
        return zeros([Real.shape[0], 1, time, time], compute, Real.device).masked_fill(allowed.logical_not(), Least(compute)).MoveToOuterDisposeScope();
    }

    /// <summary>A number so low that softmax leaves nothing of it, finite in the type.</summary>
    public static double Least(ScalarType compute) => compute == ScalarType.Float32 ? float.MinValue : -3.3e38;
}
