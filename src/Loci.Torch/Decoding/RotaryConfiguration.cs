namespace Loci.Torch.Decoding;

/// <summary>Rotary positions: pairs (i, i + d/2) of each head are turned by position · θ^(−2i/d).</summary>
/// <param name="Theta">Base of the frequencies.</param>
/// <param name="Factor">How much low frequencies are slowed; 1 leaves all as they are.</param>
/// <param name="LowFrequencyFactor">Llama-3 scaling: wavelengths above OriginalContext / this are slowed fully.</param>
/// <param name="HighFrequencyFactor">Llama-3 scaling: wavelengths below OriginalContext / this are kept.</param>
/// <param name="OriginalContext">Context length before scaling; 0 means plain linear scaling of every frequency by <paramref name="Factor"/>.</param>
public sealed record RotaryConfiguration(
    double Theta, double Factor = 1, double LowFrequencyFactor = 1, double HighFrequencyFactor = 1, int OriginalContext = 0)
{
    /// <summary>Radians per position for each of the <paramref name="headSize"/> / 2 pairs, scaled as configured.</summary>
    public double[] Frequencies(int headSize)
    {
        var frequencies = new double[headSize / 2];
        for (var i = 0; i < frequencies.Length; i++) frequencies[i] = Scaled(Math.Pow(Theta, -2.0 * i / headSize));
        return frequencies;
    }

    private double Scaled(double frequency)
    {
        if (OriginalContext == 0) return frequency / Factor;
        var turns = OriginalContext * frequency / (2 * Math.PI); // full turns within the original context
        if (turns < LowFrequencyFactor) return frequency / Factor;
        if (turns > HighFrequencyFactor) return frequency;
        var keep = (turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - keep) * frequency / Factor + keep * frequency;
    }
}
