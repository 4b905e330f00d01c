using Loci.Torch.Decoding;

namespace Loci.Torch.Encoding;

/// <summary>Where each part of an encoder finds its parameters in a checkpoint, and what shapes they must have.</summary>
/// <param name="Configuration">The arithmetic.</param>
/// <param name="TokenEmbedding">Name of the token table, (vocabulary, hidden).</param>
/// <param name="PositionEmbedding">Name of the position table, (rows, hidden).</param>
/// <param name="TypeEmbedding">Name of the table of token types, (types, hidden).</param>
/// <param name="EmbeddingNorm">Module name of the norm over the sum of the three.</param>
/// <param name="Layers">The blocks.</param>
/// <param name="Pooler">The map over the first token's state that some checkpoints have.</param>
internal sealed record EncoderBlueprint(
    EncoderConfiguration Configuration, string TokenEmbedding, string PositionEmbedding, string TypeEmbedding, string EmbeddingNorm,
    IReadOnlyList<EncoderLayerBlueprint> Layers, Projection Pooler)
{
    /// <summary>Every parameter that a checkpoint must have, with its shape, in the order of the forward pass.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters() =>
    [
        (TokenEmbedding, [Configuration.VocabularySize, Configuration.HiddenSize]),
        (PositionEmbedding, [Configuration.PositionRows, Configuration.HiddenSize]),
        (TypeEmbedding, [Configuration.TokenTypes, Configuration.HiddenSize]),
        .. Norm(EmbeddingNorm),
        .. Layers.SelectMany(LayerParameters),
    ];

    private IEnumerable<(string Name, long[] Shape)> LayerParameters(EncoderLayerBlueprint layer) =>
    [
        .. layer.AttentionProjections.SelectMany(projection => projection.Parameters()),
        .. Norm(layer.AttentionNorm),
        .. layer.Inner.Parameters(),
        .. layer.Outer.Parameters(),
        .. Norm(layer.MlpNorm),
    ];

    private IEnumerable<(string Name, long[] Shape)> Norm(string module) => [(module + ".weight", [Configuration.HiddenSize]), (module + ".bias", [Configuration.HiddenSize])];
}
