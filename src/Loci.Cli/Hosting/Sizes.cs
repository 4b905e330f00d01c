using System.Globalization;

namespace Loci.Cli.Hosting;

/// <summary>Numbers of bytes and of parameters as people say them.</summary>
internal static class Sizes
{
    private static readonly (double Unit, string Name)[] Bytes = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    private static readonly (double Unit, string Name)[] Counts = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")];

    /// <summary>Such as <c>1.23 GB</c> or <c>45.6 kB</c>; units are powers of 1000.</summary>
    public static string Text(double bytes) => Text(bytes, Bytes, "B");

    /// <summary>Such as <c>4.46 million</c>.</summary>
    public static string Count(double count) => Text(count, Counts, "").TrimEnd();

    private static string Text(double value, (double Unit, string Name)[] units, string plain)
    {
        foreach (var (unit, name) in units)
        {
            if (value >= unit * 0.9995) return string.Create(CultureInfo.InvariantCulture, $"{Digits(value / unit)} {name}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{value:0} {plain}");
    }

    /// <summary>Three digits.</summary>
    private static string Digits(double value) => value.ToString(value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
