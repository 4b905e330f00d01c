using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Which positions of a padded batch are real, and where each new one stands in its own text.</summary>
/// <param name="Real">1 where a token is real, (batch, seen), Int64.</param>
/// <param name="Positions">Position of each new token in its text, (batch, time), Int64; the new ones are the last of those seen.</param>
internal sealed record BatchPadding(Tensor Real, Tensor Positions)
{
    /// <summary>Padding before each text.</summary>
    /// <param name="padding">How much of it, by row.</param>
    /// <param name="seen">Positions of a row, padding included.</param>
    /// <param name="time">How many of them, the last, are new.</param>
    /// <param name="device">Where the tensors are.</param>
    public static BatchPadding OnTheLeft(IReadOnlyList<int> padding, int seen, int time, Device device)
    {
        using var scope = NewDisposeScope();
        var own = Scalars.Range(0, seen, device).unsqueeze(0) - tensor(padding.Select(width => (long)width).ToArray(), [padding.Count, 1], device: device);
        var positions = own.narrow(1, seen - time, time).AtLeast(0);
        return new BatchPadding(own.IsAtLeast(0).to(ScalarType.Int64).MoveToOuterDisposeScope(), positions.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// (batch, 1, time, seen): 0 where a query may look, the least finite number where not. Finite, so that a padded query that may look
    /// nowhere gives numbers and not NaN, which would reach every gradient.
    /// </summary>
    /// <param name="window">The most positions a query sees, its own included; padding counts.</param>
    /// <param name="compute">Type of the bias.</param>
    public Tensor AttentionBias(int window, ScalarType compute)
    {
        using var scope = NewDisposeScope();
        long seen = Real.shape[1], time = Positions.shape[1];
        var allowed = Real.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1).logical_and(CausalAttention.Visible(time, seen, window, Real.device));
        return zeros([Real.shape[0], 1, time, seen], compute, Real.device).Masked(allowed.logical_not(), Least(compute)).MoveToOuterDisposeScope();
    }

    /// <summary>A number so low that softmax leaves nothing of it, finite in the type.</summary>
    public static double Least(ScalarType compute) => compute == ScalarType.Float32 ? float.MinValue : -3.3e38;
}
