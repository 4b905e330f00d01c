namespace Loci.Torch.Decoding.Positions;

/// <summary>Rotary positions (Su et al., arXiv 2104.09864): pairs (i, i + w/2) of the first w dimensions of each head are turned by position · θ^(−2i/w).</summary>
/// <param name="Theta">θ, base of the frequencies.</param>
/// <param name="Width">w: how many dimensions of each head are turned; even. The rest pass as they are.</param>
/// <param name="Scaling">How frequencies differ from the formula so that longer texts fit, or null where they do not.</param>
public sealed record RotaryConfiguration(double Theta, int Width, RotaryScaling? Scaling = null)
{
    /// <summary>Radians per position for each of the w/2 pairs.</summary>
    /// <param name="beyond">Whether the text is longer than <see cref="RotaryScaling.SwitchLength"/>.</param>
    public double[] Frequencies(bool beyond)
    {
        var frequencies = new double[Width / 2];
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            var frequency = Math.Pow(Theta, -2.0 * pair / Width);
            frequencies[pair] = Scaling?.Scale(frequency, pair, beyond) ?? frequency;
        }
        return frequencies;
    }
}
