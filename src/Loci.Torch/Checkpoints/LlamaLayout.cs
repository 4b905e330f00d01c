using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>What Llama and the families made after it share: the names of configuration keys and of modules.</summary>
internal static class LlamaLayout
{
    /// <summary>The configuration of a family with root-mean-square norms, rotary positions, grouped heads and a gated MLP.</summary>
    /// <param name="config">What to read.</param>
    /// <param name="family">Its name.</param>
    /// <param name="defaultHeadSize">Width of a head where the configuration does not say; null means hidden / heads.</param>
    public static DecoderConfiguration Configuration(ConfigurationReader config, string family, int? defaultHeadSize = null)
    {
        int hidden = config.Size("hidden_size"), heads = config.Size("num_attention_heads");
        var headSize = config.Size("head_dim", defaultHeadSize ?? Math.Max(1, hidden / heads));
        if ((long)heads * headSize > ConfigurationReader.Largest)
            throw config.Error($"expected heads that are at most {ConfigurationReader.Largest} wide together, found {heads} of {headSize}.");
        return new DecoderConfiguration
        {
            Family = family,
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = config.Size("num_key_value_heads", heads),
            HeadSize = headSize,
            IntermediateSize = config.Size("intermediate_size"),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Norm = NormKind.RootMeanSquare,
            NormEpsilon = config.Positive("rms_norm_eps", 1e-6),
            Activation = Activations.Parse(config, config.Text("hidden_act", "silu")),
            Gated = true,
            Rotary = Rotaries.Read(config, headSize),
            TiedEmbeddings = config.Flag("tie_word_embeddings", false),
            BeginningOfText = config.Ids("bos_token_id") is [var first, ..] ? first : null,
            EndOfText = config.Ids("eos_token_id"),
            InitializerRange = config.Number("initializer_range", 0.02),
        };
    }

    /// <summary>A decoder with these names and these layers.</summary>
    public static DecoderBlueprint Blueprint(DecoderConfiguration c, Func<int, LayerBlueprint> layer) => new(
        c,
        "model.embed_tokens.weight",
        PositionEmbedding: null,
        [.. Enumerable.Range(0, c.Layers).Select(layer)],
        "model.norm",
        new Projection("lm_head", c.HiddenSize, c.VocabularySize) { Weight = c.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight" });

    /// <summary>A layer with projections of their own for query, key, value, gate and up.</summary>
    public static LayerBlueprint Layer(DecoderConfiguration c, int layer, bool headBias = false, bool outputBias = false, bool mlpBias = false)
    {
        var prefix = Prefix(layer);
        int query = c.Heads * c.HeadSize, key = c.KeyValueHeads * c.HeadSize;
        return new LayerBlueprint(
            prefix + "input_layernorm",
            [
                new Projection(prefix + "self_attn.q_proj", c.HiddenSize, query, headBias),
                new Projection(prefix + "self_attn.k_proj", c.HiddenSize, key, headBias),
                new Projection(prefix + "self_attn.v_proj", c.HiddenSize, key, headBias),
            ],
            new Projection(prefix + "self_attn.o_proj", query, c.HiddenSize, outputBias),
            prefix + "post_attention_layernorm",
            [
                new Projection(prefix + "mlp.gate_proj", c.HiddenSize, c.IntermediateSize, mlpBias),
                new Projection(prefix + "mlp.up_proj", c.HiddenSize, c.IntermediateSize, mlpBias),
            ],
            new Projection(prefix + "mlp.down_proj", c.IntermediateSize, c.HiddenSize, mlpBias));
    }

    /// <summary>What the names of a layer's modules begin with.</summary>
    public static string Prefix(int layer) => $"model.layers.{layer}.";
}
