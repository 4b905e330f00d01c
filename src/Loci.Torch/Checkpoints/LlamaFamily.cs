using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Llama 2 and 3: root-mean-square norms, rotary positions, grouped heads, gated MLP.</summary>
internal static class LlamaFamily
{
    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        bool attentionBias = config.Flag("attention_bias", false), mlpBias = config.Flag("mlp_bias", false);
        var configuration = LlamaLayout.Configuration(config, "llama");
        return LlamaLayout.Blueprint(configuration, layer => LlamaLayout.Layer(configuration, layer, attentionBias, attentionBias, mlpBias));
    }
}
