using Loci.Torch.Decoding;

namespace Loci.Torch.Tuning;

/// <summary>How much memory a forward pass keeps for its gradient.</summary>
internal static class ActivationMemory
{
    /// <summary>Above this a pass is computed again instead of kept, where nothing else is said.</summary>
    public const long Limit = 2L << 30;

    /// <summary>
    /// Bytes that all blocks keep, near enough to decide by: probabilities of attention, half of the square where a text is long; the residual stream and its norms in float32; what goes into
    /// and comes out of each linear map.
    /// </summary>
    /// <param name="blueprint">The model.</param>
    /// <param name="batch">Texts.</param>
    /// <param name="time">Tokens of each.</param>
    /// <param name="computeBytes">Bytes of a number in the matrix products.</param>
    public static long Bytes(DecoderBlueprint blueprint, long batch, long time, int computeBytes)
    {
        var c = blueprint.Configuration;
        long square = c.Heads * time * (time + 1) / 2 * (c.ScoreCap is null ? 1 : 3) * (c.WideScores ? sizeof(float) : computeBytes);
        return batch * blueprint.Layers.Sum(layer =>
            square + time * (4L * sizeof(float) * c.HiddenSize + computeBytes * layer.Projections.Sum(projection => (long)projection.Inputs + projection.Outputs)));
    }
}
