using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Every family a checkpoint may belong to, by its <c>model_type</c>.</summary>
internal static class Families
{
    private static readonly Dictionary<string, Func<ConfigurationReader, DecoderBlueprint>> Readers = new(StringComparer.Ordinal)
    {
        ["gpt2"] = Gpt2Family.Read,
        ["llama"] = LlamaFamily.Read,
    };

    /// <summary>Reads the configuration in <paramref name="file"/> by its family.</summary>
    public static DecoderBlueprint Read(string file)
    {
        var config = ConfigurationReader.Open(file);
        var family = config.Text("model_type");
        if (!Readers.TryGetValue(family, out var read))
            throw config.Error($"expected a model_type among {string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal))}, found \"{family}\": this architecture is not supported.");
        var blueprint = read(config);
        Validate(config, blueprint.Configuration);
        return blueprint;
    }

    private static void Validate(ConfigurationReader config, DecoderConfiguration c)
    {
        if (c.Heads % c.KeyValueHeads != 0) throw config.Error($"expected the {c.Heads} query heads to be a multiple of the key heads, found {c.KeyValueHeads}.");
        if (c.Rotary is not null && c.HeadSize % 2 != 0) throw config.Error($"expected an even head size for rotary positions, found {c.HeadSize}.");
        if (c.Layers > 1024) throw config.Error($"expected at most 1024 layers, found {c.Layers}.");
    }
}
