using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Llama 2 and 3: root-mean-square norms, rotary positions, grouped heads, gated MLP.</summary>
internal static class LlamaFamily
{
    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        int hidden = config.Size("hidden_size"), heads = config.Size("num_attention_heads");
        var configuration = new DecoderConfiguration
        {
            Family = "llama",
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Size("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = config.Size("num_key_value_heads", heads),
            HeadSize = config.Size("head_dim", Math.Max(1, hidden / heads)),
            IntermediateSize = config.Size("intermediate_size"),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Norm = NormKind.RootMeanSquare,
            NormEpsilon = config.Positive("rms_norm_eps", 1e-6),
            Activation = Activations.Parse(config, config.Text("hidden_act", "silu")),
            Rotary = Rotaries.Read(config),
            TiedEmbeddings = config.Flag("tie_word_embeddings", false),
            BeginningOfText = config.Ids("bos_token_id") is [var first, ..] ? first : null,
            EndOfText = config.Ids("eos_token_id"),
            InitializerRange = config.Number("initializer_range", 0.02),
        };
        bool attentionBias = config.Flag("attention_bias", false), mlpBias = config.Flag("mlp_bias", false);
        return new DecoderBlueprint(
            configuration,
            "model.embed_tokens.weight",
            PositionEmbedding: null,
            [.. Enumerable.Range(0, configuration.Layers).Select(layer => Layer(configuration, layer, attentionBias, mlpBias))],
            "model.norm",
            new Projection("lm_head", hidden, configuration.VocabularySize)
            {
                Weight = configuration.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight",
            });
    }

    private static LayerBlueprint Layer(DecoderConfiguration c, int layer, bool attentionBias, bool mlpBias)
    {
        var prefix = $"model.layers.{layer}.";
        int query = c.Heads * c.HeadSize, key = c.KeyValueHeads * c.HeadSize;
        return new LayerBlueprint(
            prefix + "input_layernorm",
            [
                new Projection(prefix + "self_attn.q_proj", c.HiddenSize, query, attentionBias),
                new Projection(prefix + "self_attn.k_proj", c.HiddenSize, key, attentionBias),
                new Projection(prefix + "self_attn.v_proj", c.HiddenSize, key, attentionBias),
            ],
            new Projection(prefix + "self_attn.o_proj", query, c.HiddenSize, attentionBias),
            prefix + "post_attention_layernorm",
            new Projection(prefix + "mlp.gate_proj", c.HiddenSize, c.IntermediateSize, mlpBias),
            new Projection(prefix + "mlp.up_proj", c.HiddenSize, c.IntermediateSize, mlpBias),
            new Projection(prefix + "mlp.down_proj", c.IntermediateSize, c.HiddenSize, mlpBias));
    }
}
