using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Qwen2 and Qwen2.5: Llama with biases on query, key and value.</summary>
internal static class Qwen2Family
{
    private const int DefaultWindow = 4096;
    private const int DefaultWindowFrom = 28;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        var configuration = LlamaLayout.Configuration(config, "qwen2");
        var windows = Windows(config, configuration.Layers);
        return LlamaLayout.Blueprint(configuration, layer => LlamaLayout.Layer(configuration, layer, headBias: true) with { Window = windows[layer] });
    }

    /// <summary>Where <c>use_sliding_window</c> says so, layers from <c>max_window_layers</c> on have a window; Qwen3 keeps the rule.</summary>
    public static int[] Windows(ConfigurationReader config, int layers)
    {
        var window = config.Flag("use_sliding_window", false) ? config.SizeOrNull("sliding_window", DefaultWindow) : null;
        var from = (int)config.Number("max_window_layers", DefaultWindowFrom);
        return AttentionWindows.Read(config, layers, window, layer => layer >= from);
    }
}
