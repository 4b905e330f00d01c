using Loci.Torch.Decoding;

namespace Loci.Torch.Encoding;

/// <summary>The parameter names of one block of an encoder: norms come after what they add up.</summary>
/// <param name="QueryKeyValue">Projections of query, key and value.</param>
/// <param name="Output">Projection of the attention's result.</param>
/// <param name="AttentionNorm">Module name of the norm after attention.</param>
/// <param name="Inner">First projection of the MLP.</param>
/// <param name="Outer">Last projection of the MLP.</param>
/// <param name="MlpNorm">Module name of the norm after the MLP.</param>
internal sealed record EncoderLayerBlueprint(
    IReadOnlyList<Projection> QueryKeyValue, Projection Output, string AttentionNorm, Projection Inner, Projection Outer, string MlpNorm)
{
    /// <summary>The linear maps of the attention.</summary>
    public IEnumerable<Projection> AttentionProjections => [.. QueryKeyValue, Output];
}
