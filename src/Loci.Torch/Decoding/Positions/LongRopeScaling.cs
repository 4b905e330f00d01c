namespace Loci.Torch.Decoding.Positions;

/// <summary>
/// LongRoPE (Ding et al., arXiv 2402.13753) as Phi-3 uses it: a divisor for each pair, one set for texts within the original context and another
/// for longer ones.
/// </summary>
/// <param name="ShortFactors">Divisors for texts of up to <paramref name="OriginalContext"/> positions, one for each pair.</param>
/// <param name="LongFactors">Divisors for longer texts.</param>
/// <param name="OriginalContext">Context length before scaling.</param>
/// <param name="AttentionFactor">Factor on cos and sin, at every length.</param>
public sealed record LongRopeScaling(
    IReadOnlyList<double> ShortFactors, IReadOnlyList<double> LongFactors, int OriginalContext, double AttentionFactor) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Amplitude => AttentionFactor;

    /// <inheritdoc/>
    public override int? SwitchLength => OriginalContext;

    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, bool beyond) => frequency / (beyond ? LongFactors : ShortFactors)[pair];
}
