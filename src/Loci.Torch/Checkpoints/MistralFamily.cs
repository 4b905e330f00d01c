using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Mistral: Llama with a sliding window on every layer; its later versions have none.</summary>
internal static class MistralFamily
{
    private const int DefaultWindow = 4096;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        var configuration = LlamaLayout.Configuration(config, "mistral");
        var windows = AttentionWindows.Read(config, configuration.Layers, config.SizeOrNull("sliding_window", DefaultWindow), _ => true);
        return LlamaLayout.Blueprint(configuration, layer => LlamaLayout.Layer(configuration, layer) with { Window = windows[layer] });
    }
}
