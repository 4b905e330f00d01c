namespace Loci.Torch.Decoding.Positions;

/// <summary>Changes rotary frequencies so that texts longer than those first trained on fit.</summary>
public abstract record RotaryScaling
{
    /// <summary>Factor on cos and sin.</summary>
    public virtual double Amplitude => 1;

    /// <summary>Texts of more positions than this are turned by other frequencies, from their first position on; null where one set serves every length.</summary>
    public virtual int? SwitchLength => null;

    /// <summary>The frequency to use in place of <paramref name="frequency"/>.</summary>
    /// <param name="frequency">Radians per position by the plain formula.</param>
    /// <param name="pair">Which pair of dimensions, from 0.</param>
    /// <param name="beyond">Whether the text is longer than <see cref="SwitchLength"/>.</param>
    public abstract double Scale(double frequency, int pair, bool beyond);
}
