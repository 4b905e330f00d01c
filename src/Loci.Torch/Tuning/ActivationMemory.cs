using Loci.Torch.Decoding;

namespace Loci.Torch.Tuning;

/// <summary>How much memory a forward pass takes for its gradient.</summary>
/// <param name="blueprint">The model.</param>
/// <param name="element">Bytes of a number in the matrix products.</param>
internal sealed class ActivationMemory(DecoderBlueprint blueprint, int element)
{
    /// <summary>Above this a pass is computed again instead of kept, where nothing else is said.</summary>
    public const long Limit = 2L << 30;

    private readonly DecoderConfiguration _configuration = blueprint.Configuration;

    /// <summary>
    /// Bytes that all blocks keep of a pass over texts of this length: the residual stream twice, norms, queries to mixed values, the MLP, and attention's probabilities.
    /// </summary>
    /// <param name="batch">Texts.</param>
    /// <param name="time">Tokens of each.</param>
    /// <param name="all">Whether all weights learn, so that norms keep what went into them too.</param>
    public long Kept(long batch, long time, bool all)
    {
        var c = _configuration;
        long hidden = c.HiddenSize, heads = (long)c.Heads * c.HeadSize, inner = c.IntermediateSize * (c.Gated ? 4L : 2L);
        var normed = 2 * hidden * (element + (all ? sizeof(float) : 0));
        var perToken = 2 * hidden * sizeof(float) + normed + (5 * heads + inner) * element;
        return batch * blueprint.Layers.Count * (time * perToken + Scores(CausalAttention.Pairs(time)) * (c.ScoreCap is null ? 1 : 2));
    }

    /// <summary>Bytes that one block takes while it is computed.</summary>
    public long Passing(long time) =>
        3 * Scores(Math.Min(time, CausalAttention.QueriesAtATime) * time) + time * element * (4L * _configuration.IntermediateSize + 4L * _configuration.HiddenSize);

    private long Scores(long pairs) => _configuration.Heads * pairs * (_configuration.WideScores ? sizeof(float) : element);
}
