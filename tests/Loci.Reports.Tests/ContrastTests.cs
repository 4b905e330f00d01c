using System.Globalization;
using System.Text.RegularExpressions;
using Loci.Reports.Plots;

namespace Loci.Reports.Tests;

/// <summary>What is written can be read in the light and in the dark (WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what is drawn).</summary>
public sealed partial class ContrastTests
{
    private static readonly Dictionary<string, (string Light, string Dark)> Colors = Pair().Matches(PageStyle.Sheet(1)).ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["light"].Value, match.Groups["dark"].Value));

    [Fact]
    public void Text_stands_out_from_every_ground_it_is_written_on()
    {
        string[] grounds = ["paper", "card", "grid", .. Enumerable.Range(1, 5).SelectMany(step => new[] { $"g{step}", $"h{step}" })];
        Assert.All(grounds, ground => Check("ink", ground, 4.5));
        Assert.All(["paper", "card"], ground => Check("soft", ground, 4.5));
        Assert.All(["paper", "card"], ground => Check("accent", ground, 4.5));
        Check("mark", "h1", 4.5);
        Check("soft", "h1", 4.5);
        Assert.All(Enumerable.Range(0, Mark.Colors), color => Check($"c{color}", "paper", 3));
    }

    private static void Check(string front, string ground, double least)
    {
        double light = Ratio(Colors[front].Light, Colors[ground].Light), dark = Ratio(Colors[front].Dark, Colors[ground].Dark);
        Assert.True(light >= least && dark >= least, string.Create(CultureInfo.InvariantCulture, $"{front} on {ground}: {light:0.0} in the light, {dark:0.0} in the dark, expected {least}."));
    }

    private static double Ratio(string one, string other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string color)
    {
        double Linear(int at)
        {
            var value = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Linear(1) + 0.7152 * Linear(3) + 0.0722 * Linear(5);
    }

    [GeneratedRegex("--(?<name>[a-z0-9]+): light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pair();
}
