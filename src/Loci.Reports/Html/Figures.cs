using System.Globalization;

namespace Loci.Reports.Html;

/// <summary>Numbers as the page writes them; what was not measured is a dash.</summary>
internal static class Figures
{
    /// <summary>In place of what was not measured.</summary>
    public const string None = "–";

    /// <summary>Percent of the base.</summary>
    public static string Percent(double? value) => Format(value, "0.0");

    /// <summary>Points of percent, with their sign.</summary>
    public static string Points(double? value) => Format(value, "+0.00;−0.00;0.00");

    /// <summary>Bits per byte.</summary>
    public static string Bpb(double value) => Format(value, "0.000");

    /// <summary>Nats.</summary>
    public static string Nats(double value) => Format(value, "0.00");

    /// <summary>Nats, with their sign.</summary>
    public static string Saved(double value) => Format(value, "+0.00;−0.00;0.00");

    /// <summary>A standard deviation or a score.</summary>
    public static string Fine(double value) => Format(value, "0.000");

    /// <summary>A correlation.</summary>
    public static string Correlation(double value) => Format(value, "+0.00;−0.00;0.00");

    /// <summary>Seconds, with more digits where there are few.</summary>
    public static string Seconds(double value) => Format(value, value < 1 ? "0.000" : value < 100 ? "0.00" : "#,0");

    /// <summary>A mean of counts.</summary>
    public static string Mean(double value) => Format(value, "0.#");

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share as percent.</summary>
    public static string Share(double value) => Format(100 * value, "0") + (double.IsFinite(value) ? " %" : "");

    private static string Format(double? value, string format) => value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : None;
}
