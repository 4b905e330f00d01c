using Loci.Torch.Encoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Every family of encoders a checkpoint may belong to, by its <c>model_type</c>.</summary>
internal static class EncoderFamilies
{
    private static readonly Dictionary<string, Func<ConfigurationReader, EncoderBlueprint>> Readers = new(StringComparer.Ordinal)
    {
        ["bert"] = BertFamily.Read,
        ["roberta"] = RobertaFamily.Read,
    };

    /// <summary>Whether a family is one of encoders.</summary>
    public static bool Knows(string family) => Readers.ContainsKey(family);

    /// <summary>Reads the configuration in <paramref name="file"/> by its family.</summary>
    public static EncoderBlueprint Read(string file)
    {
        var config = ConfigurationReader.Open(file);
        var family = config.Text("model_type");
        if (!Readers.TryGetValue(family, out var read))
            throw config.Error($"expected an encoder, with a model_type among {string.Join(", ", Readers.Keys)}, found \"{family}\".");
        Families.RefuseQuantised(config);
        return read(config);
    }
}
