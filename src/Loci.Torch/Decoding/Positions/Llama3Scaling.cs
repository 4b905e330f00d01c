namespace Loci.Torch.Decoding.Positions;

/// <summary>Low frequencies are slowed, high ones kept, those between blended, as Llama 3.1 does.</summary>
/// <param name="Factor">How much low frequencies are slowed.</param>
/// <param name="LowFrequencyFactor">Wavelengths above OriginalContext / this are slowed fully.</param>
/// <param name="HighFrequencyFactor">Wavelengths below OriginalContext / this are kept.</param>
/// <param name="OriginalContext">Context length before scaling.</param>
public sealed record Llama3Scaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContext) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, bool beyond)
    {
        var turns = OriginalContext * frequency / (2 * Math.PI); // full turns within the original context
        if (turns < LowFrequencyFactor) return frequency / Factor;
        if (turns > HighFrequencyFactor) return frequency;
        var keep = (turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - keep) * frequency / Factor + keep * frequency;
    }
}
