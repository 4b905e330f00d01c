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
        foreach (var layer in Layers)
        {
            foreach (var norm in NormParameters(layer.AttentionNorm)) yield return norm;
            foreach (var parameter in layer.AttentionProjections.SelectMany(ProjectionParameters)) yield return parameter;
            foreach (var norm in NormParameters(layer.MlpNorm)) yield return norm;
            foreach (var parameter in layer.Projections.Except(layer.AttentionProjections).SelectMany(ProjectionParameters)) yield return parameter;
        }
        foreach (var norm in NormParameters(FinalNorm)) yield return norm;
        if (!Configuration.TiedEmbeddings) yield return (Head.Weight, [Configuration.VocabularySize, Configuration.HiddenSize]);
    }

    private IEnumerable<(string Name, long[] Shape)> NormParameters(string module)
    {
        yield return (module + ".weight", [Configuration.HiddenSize]);
        if (Configuration.Norm == NormKind.Layer) yield return (module + ".bias", [Configuration.HiddenSize]);
    }

    private static IEnumerable<(string Name, long[] Shape)> ProjectionParameters(Projection projection)
    {
        yield return (projection.Weight, projection.InputMajor ? [projection.Inputs, projection.Outputs] : [projection.Outputs, projection.Inputs]);
        if (projection.Bias is { } bias) yield return (bias, [projection.Outputs]);
    }
}
