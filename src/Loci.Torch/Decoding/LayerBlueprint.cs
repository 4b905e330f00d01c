namespace Loci.Torch.Decoding;

/// <summary>The parameter names of one block.</summary>
/// <param name="AttentionNorm">Module name of the norm before attention.</param>
/// <param name="QueryKeyValue">Either three projections (query, key, value) or one that gives all three side by side.</param>
/// <param name="Output">Projection of the attention's result.</param>
/// <param name="MlpNorm">Module name of the norm before the MLP.</param>
/// <param name="Gate">Gate of the MLP, or null where there is none.</param>
/// <param name="Up">First projection of the MLP.</param>
/// <param name="Down">Last projection of the MLP.</param>
internal sealed record LayerBlueprint(
    string AttentionNorm, IReadOnlyList<Projection> QueryKeyValue, Projection Output, string MlpNorm, Projection? Gate, Projection Up, Projection Down)
{
    /// <summary>Every linear map of the block.</summary>
    public IEnumerable<Projection> Projections => [.. QueryKeyValue, Output, .. Gate is null ? [] : new[] { Gate }, Up, Down];

    /// <summary>The linear maps of the attention.</summary>
    public IEnumerable<Projection> AttentionProjections => [.. QueryKeyValue, Output];
}
