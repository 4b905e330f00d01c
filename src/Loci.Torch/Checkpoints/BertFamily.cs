using Loci.Torch.Decoding;
using Loci.Torch.Encoding;

namespace Loci.Torch.Checkpoints;

/// <summary>BERT: learned positions from 0, two token types. Its names are those of all encoders made after it.</summary>
internal static class BertFamily
{
    public static EncoderBlueprint Read(ConfigurationReader config) => Blueprint(Configuration(config, "bert"));

    /// <summary>The configuration of BERT and of what is made after it.</summary>
    public static EncoderConfiguration Configuration(ConfigurationReader config, string family)
    {
        int hidden = config.Size("hidden_size"), heads = config.Size("num_attention_heads");
        if (hidden % heads != 0) throw config.Error($"expected \"hidden_size\" to be a multiple of the {heads} heads, found {hidden}.");
        if (config.Text("position_embedding_type", "absolute") is not "absolute" and var positions)
            throw config.Error($"expected \"position_embedding_type\": \"absolute\", found \"{positions}\", which is not supported.");
        if (config.Flag("is_decoder", false) || config.Flag("add_cross_attention", false))
            throw config.Error("expected an encoder, found \"is_decoder\" or \"add_cross_attention\": true, which is not supported.");
        return new EncoderConfiguration
        {
            Family = family,
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = heads,
            IntermediateSize = config.Size("intermediate_size"),
            PositionRows = config.Size("max_position_embeddings"),
            TokenTypes = config.Size("type_vocab_size", 2),
            NormEpsilon = config.Positive("layer_norm_eps", 1e-12),
            Activation = Activations.Parse(config, config.Text("hidden_act", "gelu")),
        };
    }

    /// <summary>An encoder with BERT's names.</summary>
    public static EncoderBlueprint Blueprint(EncoderConfiguration c) => new(
        c,
        "embeddings.word_embeddings.weight",
        "embeddings.position_embeddings.weight",
        "embeddings.token_type_embeddings.weight",
        "embeddings.LayerNorm",
        [.. Enumerable.Range(0, c.Layers).Select(layer => Layer(c, $"encoder.layer.{layer}."))],
        new Projection("pooler.dense", c.HiddenSize, c.HiddenSize, HasBias: true));

    private static EncoderLayerBlueprint Layer(EncoderConfiguration c, string prefix) => new(
        [
            new Projection(prefix + "attention.self.query", c.HiddenSize, c.HiddenSize, HasBias: true),
            new Projection(prefix + "attention.self.key", c.HiddenSize, c.HiddenSize, HasBias: true),
            new Projection(prefix + "attention.self.value", c.HiddenSize, c.HiddenSize, HasBias: true),
        ],
        new Projection(prefix + "attention.output.dense", c.HiddenSize, c.HiddenSize, HasBias: true),
        prefix + "attention.output.LayerNorm",
        new Projection(prefix + "intermediate.dense", c.HiddenSize, c.IntermediateSize, HasBias: true),
        new Projection(prefix + "output.dense", c.IntermediateSize, c.HiddenSize, HasBias: true),
        prefix + "output.LayerNorm");
}
