using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>The two spellings of rotary positions: <c>rope_theta</c> with <c>rope_scaling</c>, and <c>rope_parameters</c>.</summary>
internal static class Rotaries
{
    private const double DefaultTheta = 10_000;

    public static RotaryConfiguration Read(ConfigurationReader config)
    {
        var section = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        var theta = config.Positive("rope_theta", section?.Positive("rope_theta", DefaultTheta) ?? DefaultTheta);
        if (section is null) return new RotaryConfiguration(theta);
        var kind = section.Text("rope_type", section.Text("type", "default"));
        return kind switch
        {
            "default" => new RotaryConfiguration(theta),
            "linear" => new RotaryConfiguration(theta, section.Positive("factor")),
            "llama3" => Llama3(config, section, theta),
            _ => throw config.Error($"expected rotary scaling default, linear or llama3, found \"{kind}\", which is not supported."),
        };
    }

    private static RotaryConfiguration Llama3(ConfigurationReader config, ConfigurationReader section, double theta)
    {
        double low = section.Number("low_freq_factor"), high = section.Number("high_freq_factor");
        if (!(high > low)) throw config.Error($"expected \"high_freq_factor\" above \"low_freq_factor\", found {high} and {low}.");
        return new RotaryConfiguration(theta, section.Positive("factor"), low, high, section.Size("original_max_position_embeddings"));
    }
}
