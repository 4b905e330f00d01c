using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>How far back each layer of a decoder sees.</summary>
internal static class AttentionWindows
{
    /// <summary>The window of each layer: by <c>layer_types</c> where the configuration has it, else by the family's rule.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="window">Window of the layers that have one, or null where none has.</param>
    /// <param name="slides">The family's rule: whether layer i has a window.</param>
    public static int[] Read(ConfigurationReader config, int layers, int? window, Func<int, bool> slides)
    {
        var kinds = config.Texts("layer_types", layers);
        return [.. Enumerable.Range(0, layers).Select(layer => Slides(layer) ? window ?? throw Missing() : LayerBlueprint.Unlimited)];

        bool Slides(int layer) => kinds?[layer] switch
        {
            null => window is not null && slides(layer),
            "full_attention" => false,
            "sliding_attention" => true,
            var other => throw config.Error($"expected layers of the types full_attention and sliding_attention, found \"{other}\", which is not supported."),
        };

        InvalidInputException Missing() => config.Error("expected a \"sliding_window\" for the layers of type sliding_attention, found none.");
    }
}
