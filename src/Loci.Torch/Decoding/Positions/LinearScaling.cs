namespace Loci.Torch.Decoding.Positions;

/// <summary>Every frequency is slowed alike (position interpolation, Chen et al., arXiv 2306.15595).</summary>
/// <param name="Factor">How much slower; above 0.</param>
public sealed record LinearScaling(double Factor) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, bool beyond) => frequency / Factor;
}
