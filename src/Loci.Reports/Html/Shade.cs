namespace Loci.Reports.Html;

/// <summary>
/// A scale of two colours around nothing: five steps of blue for gain and five of orange for harm, which people who cannot tell red from green can tell apart. Names of classes, since what a step
/// looks like in the dark and in the light is the style's affair.
/// </summary>
internal static class Shade
{
    /// <summary>Steps on each side.</summary>
    public const int Steps = 5;

    /// <summary>Nats at which each step of a token begins.</summary>
    public static IReadOnlyList<double> Nats { get; } = [0.05, 0.25, 0.5, 1, 2];

    /// <summary>Points of percent at which each step of a figure of the table begins.</summary>
    public static IReadOnlyList<double> Points { get; } = [0.05, 2, 5, 10, 20];

    /// <summary>The class of a gain (above zero) or a harm (below), or nothing where it is too small or no number.</summary>
    /// <param name="gain">How much better.</param>
    /// <param name="thresholds">Where each step begins.</param>
    public static string Of(double gain, IReadOnlyList<double> thresholds)
    {
        var step = thresholds.Count(threshold => Math.Abs(gain) >= threshold); // NaN reaches none
        return step == 0 ? "" : $"{(gain > 0 ? 'g' : 'h')}{step}";
    }
}
