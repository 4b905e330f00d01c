using Loci.Torch.Decoding.Positions;

namespace Loci.Torch.Checkpoints;

/// <summary>The spellings of rotary positions: <c>rope_theta</c> with <c>rope_scaling</c>, <c>rope_parameters</c>, and GPT-NeoX's own.</summary>
internal static class Rotaries
{
    private const double DefaultTheta = 10_000;

    /// <summary>Reads rotary positions.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="headSize">Width of a head.</param>
    /// <param name="share">Share of a head that is turned where the configuration does not say.</param>
    public static RotaryConfiguration Read(ConfigurationReader config, int headSize, double share = 1)
    {
        var section = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        if (section is not null && (section.Has("full_attention") || section.Has("sliding_attention")))
            throw config.Error("expected one set of rotary positions for all layers, found one for each kind of layer, which is not supported.");
        var theta = Positive(config, section, DefaultTheta, "rope_theta", "rotary_emb_base");
        var width = (int)(headSize * Positive(config, section, share, "partial_rotary_factor", "rotary_pct"));
        if (width < 2 || width % 2 != 0 || width > headSize)
            throw config.Error($"expected rotary positions on an even number of the {headSize} dimensions of a head, found {width}: an even head size, or another \"partial_rotary_factor\".");
        return new RotaryConfiguration(theta, width, section is null ? null : Scaling(config, section, width / 2));
    }

    private static RotaryScaling? Scaling(ConfigurationReader config, ConfigurationReader section, int pairs)
    {
        var kind = section.Text("rope_type", section.Text("type", "default"));
        return kind switch
        {
            "default" => null,
            "linear" => new LinearScaling(section.Positive("factor")),
            "llama3" => Llama3(config, section),
            "longrope" or "su" => LongRope(config, section, pairs), // su: its name in the first Phi-3 checkpoints
            _ => throw config.Error($"expected rotary scaling default, linear, llama3 or longrope, found \"{kind}\", which is not supported."),
        };
    }

    private static Llama3Scaling Llama3(ConfigurationReader config, ConfigurationReader section)
    {
        double low = section.Number("low_freq_factor"), high = section.Number("high_freq_factor");
        if (!(high > low)) throw config.Error($"expected \"high_freq_factor\" above \"low_freq_factor\", found {high} and {low}.");
        return new Llama3Scaling(section.Positive("factor"), low, high, section.Size("original_max_position_embeddings"));
    }

    private static LongRopeScaling LongRope(ConfigurationReader config, ConfigurationReader section, int pairs)
    {
        const string Original = "original_max_position_embeddings";
        var context = config.Size("max_position_embeddings");
        var original = section.SizeOrNull(Original, null) ?? config.SizeOrNull(Original, null);
        var factor = original is { } length ? (double)context / length : section.Positive("factor");
        var first = original ?? context;
        if (first < 2) throw config.Error($"expected an original context of at least 2 positions (\"{Original}\"), found {first}.");
        var amplitude = section.PositiveOrNull("attention_factor", null) ?? (factor <= 1 ? 1 : Math.Sqrt(1 + Math.Log(factor) / Math.Log(first)));
        return new LongRopeScaling(section.Positives("short_factor", pairs), section.Positives("long_factor", pairs), first, amplitude);
    }

    /// <summary>A number under the first of the names that is there; the section's own is asked first.</summary>
    private static double Positive(ConfigurationReader config, ConfigurationReader? section, double fallback, params string[] names)
    {
        if (section?.Has(names[0]) == true) return section.Positive(names[0]);
        var name = names.FirstOrDefault(config.Has);
        return name is null ? fallback : config.Positive(name);
    }
}
