using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>GPT-2: layer norms, learned positions, fused query-key-value, weights stored (inputs, outputs).</summary>
internal static class Gpt2Family
{
    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        int hidden = config.Size("n_embd"), heads = config.Size("n_head");
        if (hidden % heads != 0) throw config.Error($"expected \"n_embd\" to be a multiple of the {heads} heads, found {hidden}.");
        if (!config.Flag("scale_attn_weights", true) || config.Flag("scale_attn_by_inverse_layer_idx", false))
            throw config.Error("expected attention scores scaled by 1/√head (\"scale_attn_weights\": true, \"scale_attn_by_inverse_layer_idx\": false), found another scaling, which is not supported.");
        if (config.Flag("add_cross_attention", false)) throw config.Error("expected a model without cross-attention, found \"add_cross_attention\": true, which is not supported.");
        var configuration = new DecoderConfiguration
        {
            Family = "gpt2",
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Layers("n_layer"),
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = hidden / heads,
            IntermediateSize = config.Size("n_inner", 4 * hidden),
            ContextLength = config.Size("n_positions", 1024),
            Norm = NormKind.Layer,
            NormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            Activation = Activations.Parse(config, config.Text("activation_function", "gelu_new")),
            TiedEmbeddings = config.Flag("tie_word_embeddings", true),
            BeginningOfText = config.Ids("bos_token_id") is [var first, ..] ? first : null,
            EndOfText = config.Ids("eos_token_id"),
            InitializerRange = config.Number("initializer_range", 0.02),
        };
        return new DecoderBlueprint(
            configuration,
            "transformer.wte.weight",
            "transformer.wpe.weight",
            [.. Enumerable.Range(0, configuration.Layers).Select(layer => Layer(configuration, layer))],
            "transformer.ln_f",
            new Projection("lm_head", hidden, configuration.VocabularySize)
            {
                Weight = configuration.TiedEmbeddings ? "transformer.wte.weight" : "lm_head.weight",
            });
    }

    private static LayerBlueprint Layer(DecoderConfiguration c, int layer)
    {
        var prefix = $"transformer.h.{layer}.";
        return new LayerBlueprint(
            prefix + "ln_1",
            [new Projection(prefix + "attn.c_attn", c.HiddenSize, 3 * c.HiddenSize, HasBias: true, InputMajor: true)],
            new Projection(prefix + "attn.c_proj", c.HiddenSize, c.HiddenSize, HasBias: true, InputMajor: true),
            prefix + "ln_2",
            [new Projection(prefix + "mlp.c_fc", c.HiddenSize, c.IntermediateSize, HasBias: true, InputMajor: true)],
            new Projection(prefix + "mlp.c_proj", c.IntermediateSize, c.HiddenSize, HasBias: true, InputMajor: true));
    }
}
