namespace Loci.Torch.Decoding;

/// <summary>Where each part of a decoder finds its parameters in a checkpoint, and what shapes they must have.</summary>
/// <param name="Configuration">The arithmetic.</param>
/// <param name="TokenEmbedding">Name of the token table, (vocabulary, hidden).</param>
/// <param name="PositionEmbedding">Name of the position table, (context, hidden), or null.</param>
/// <param name="Layers">The blocks.</param>
/// <param name="FinalNorm">Module name of the last norm.</param>
/// <param name="Head">The output layer; tied models name the token table as its weight.</param>
internal sealed record DecoderBlueprint(
    DecoderConfiguration Configuration, string TokenEmbedding, string? PositionEmbedding, IReadOnlyList<LayerBlueprint> Layers, string FinalNorm, Projection Head)
{
    /// <summary>Every parameter with its shape, in the order of the forward pass; tied weights come once.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters()
    {
        yield return (TokenEmbedding, [Configuration.VocabularySize, Configuration.HiddenSize]);
        if (PositionEmbedding is not null) yield return (PositionEmbedding, [Configuration.ContextLength, Configuration.HiddenSize]);
        foreach (var parameter in Layers.SelectMany(LayerParameters)) yield return parameter;
        foreach (var norm in Norm(FinalNorm)) yield return norm;
        if (!Configuration.TiedEmbeddings)
        {
            foreach (var parameter in Head.Parameters()) yield return parameter;
        }
    }

    private IEnumerable<(string Name, long[] Shape)> LayerParameters(LayerBlueprint layer) =>
    [
        .. Norm(layer.AttentionNorm),
        .. layer.AttentionProjections.SelectMany(projection => projection.Parameters()),
        .. HeadNorm(layer.QueryNorm),
        .. HeadNorm(layer.KeyNorm),
        .. Norm(layer.AttentionPostNorm),
        .. Norm(layer.MlpNorm),
        .. layer.Inner.Append(layer.Down).SelectMany(projection => projection.Parameters()),
        .. Norm(layer.MlpPostNorm),
    ];

    private IEnumerable<(string Name, long[] Shape)> Norm(string? module) => NormOf(module, Configuration.HiddenSize);

    private IEnumerable<(string Name, long[] Shape)> HeadNorm(string? module) => NormOf(module, Configuration.HeadSize);

    private IEnumerable<(string Name, long[] Shape)> NormOf(string? module, int width)
    {
        if (module is null) yield break;
        yield return (module + ".weight", [width]);
        if (Configuration.Norm == NormKind.Layer) yield return (module + ".bias", [width]);
    }
}
