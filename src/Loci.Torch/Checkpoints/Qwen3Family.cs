using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Qwen3: Llama with a norm over each query and key head, and heads of a width of their own.</summary>
internal static class Qwen3Family
{
    private const int DefaultHeadSize = 128;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        var bias = config.Flag("attention_bias", false);
        var configuration = LlamaLayout.Configuration(config, "qwen3", DefaultHeadSize);
        var windows = Qwen2Family.Windows(config, configuration.Layers);
        return LlamaLayout.Blueprint(configuration, layer => LlamaLayout.Layer(configuration, layer, bias, bias) with
        {
            QueryNorm = LlamaLayout.Prefix(layer) + "self_attn.q_norm",
            KeyNorm = LlamaLayout.Prefix(layer) + "self_attn.k_norm",
            Window = windows[layer],
        });
    }
}
