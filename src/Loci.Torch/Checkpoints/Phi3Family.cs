using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Phi-3 and Phi-4-mini: Llama with query, key and value in one projection, gate and up in another, and often a sliding window or LongRoPE.</summary>
internal static class Phi3Family
{
    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        var configuration = LlamaLayout.Configuration(config, "phi3") with { NormEpsilon = config.Positive("rms_norm_eps", 1e-5) };
        var windows = AttentionWindows.Read(config, configuration.Layers, config.SizeOrNull("sliding_window", null), _ => true);
        return LlamaLayout.Blueprint(configuration, layer => Layer(configuration, layer) with { Window = windows[layer] });
    }

    private static LayerBlueprint Layer(DecoderConfiguration c, int layer)
    {
        var prefix = LlamaLayout.Prefix(layer);
        int query = c.Heads * c.HeadSize, key = c.KeyValueHeads * c.HeadSize;
        return new LayerBlueprint(
            prefix + "input_layernorm",
            [new Projection(prefix + "self_attn.qkv_proj", c.HiddenSize, query + 2 * key)],
            new Projection(prefix + "self_attn.o_proj", query, c.HiddenSize),
            prefix + "post_attention_layernorm",
            [new Projection(prefix + "mlp.gate_up_proj", c.HiddenSize, 2 * c.IntermediateSize)],
            new Projection(prefix + "mlp.down_proj", c.IntermediateSize, c.HiddenSize));
    }
}
