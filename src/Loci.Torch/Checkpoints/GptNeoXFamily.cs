using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>GPT-NeoX and Pythia: layer norms, rotary positions on a part of each head, fused query-key-value head by head, attention and MLP side by side.</summary>
internal static class GptNeoXFamily
{
    private const double DefaultRotaryShare = 0.25;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        int hidden = config.Size("hidden_size"), heads = config.Size("num_attention_heads");
        if (hidden % heads != 0) throw config.Error($"expected \"hidden_size\" to be a multiple of the {heads} heads, found {hidden}.");
        var c = new DecoderConfiguration
        {
            Family = "gpt_neox",
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = hidden / heads,
            IntermediateSize = config.Size("intermediate_size"),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Norm = NormKind.Layer,
            NormEpsilon = config.Positive("layer_norm_eps", 1e-5),
            Activation = Activations.Parse(config, config.Text("hidden_act", "gelu")),
            ParallelResidual = config.Flag("use_parallel_residual", true),
            InterleavedHeads = true,
            Rotary = Rotaries.Read(config, hidden / heads, DefaultRotaryShare),
            TiedEmbeddings = config.Flag("tie_word_embeddings", false),
            BeginningOfText = config.Ids("bos_token_id") is [var first, ..] ? first : null,
            EndOfText = config.Ids("eos_token_id"),
            InitializerRange = config.Number("initializer_range", 0.02),
        };
        var bias = config.Flag("attention_bias", true);
        return new DecoderBlueprint(
            c,
            "gpt_neox.embed_in.weight",
            PositionEmbedding: null,
            [.. Enumerable.Range(0, c.Layers).Select(layer => Layer(c, layer, bias))],
            "gpt_neox.final_layer_norm",
            new Projection("embed_out", hidden, c.VocabularySize) { Weight = c.TiedEmbeddings ? "gpt_neox.embed_in.weight" : "embed_out.weight" });
    }

    private static LayerBlueprint Layer(DecoderConfiguration c, int layer, bool attentionBias)
    {
        var prefix = $"gpt_neox.layers.{layer}.";
        return new LayerBlueprint(
            prefix + "input_layernorm",
            [new Projection(prefix + "attention.query_key_value", c.HiddenSize, 3 * c.HiddenSize, attentionBias)],
            new Projection(prefix + "attention.dense", c.HiddenSize, c.HiddenSize, attentionBias),
            prefix + "post_attention_layernorm",
            [new Projection(prefix + "mlp.dense_h_to_4h", c.HiddenSize, c.IntermediateSize, HasBias: true)],
            new Projection(prefix + "mlp.dense_4h_to_h", c.IntermediateSize, c.HiddenSize, HasBias: true));
    }
}
