using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Every family of decoders a checkpoint may belong to, by its <c>model_type</c>.</summary>
internal static class Families
{
    private static readonly Dictionary<string, Func<ConfigurationReader, DecoderBlueprint>> Readers = new(StringComparer.Ordinal)
    {
        ["gemma2"] = Gemma2Family.Read,
        ["gpt2"] = Gpt2Family.Read,
        ["gpt_neo"] = GptNeoFamily.Read,
        ["gpt_neox"] = GptNeoXFamily.Read,
        ["llama"] = LlamaFamily.Read,
        ["mistral"] = MistralFamily.Read,
        ["phi3"] = Phi3Family.Read,
        ["qwen2"] = Qwen2Family.Read,
        ["qwen3"] = Qwen3Family.Read,
    };

    /// <summary>Reads the configuration in <paramref name="file"/> by its family.</summary>
    public static DecoderBlueprint Read(string file) => Read(ConfigurationReader.Open(file));

    /// <summary>Reads a configuration by its family.</summary>
    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        var family = config.Text("model_type");
        if (EncoderFamilies.Knows(family))
            throw config.Error($"expected a language model, found \"{family}\", an encoder: it embeds text but does not continue it.");
        if (!Readers.TryGetValue(family, out var read))
            throw config.Error($"expected a model_type among {string.Join(", ", Readers.Keys)}, found \"{family}\": this architecture is not supported.");
        RefuseQuantised(config);
        var blueprint = read(config);
        var (heads, keyHeads) = (blueprint.Configuration.Heads, blueprint.Configuration.KeyValueHeads);
        return heads % keyHeads == 0 ? blueprint : throw config.Error($"expected the {heads} query heads to be a multiple of the key heads, found {keyHeads}.");
    }

    /// <summary>Refuses weights that are stored as something other than numbers of 16 or 32 bits.</summary>
    public static void RefuseQuantised(ConfigurationReader config)
    {
        if (config.Has("quantization_config"))
            throw config.Error("expected weights in float32, float16 or bfloat16, found quantised ones (\"quantization_config\"), which are not supported. Use the model they were made from.");
    }
}
