using System.Globalization;

namespace Loci.Reports.Plots;

/// <summary>One axis: which values it spans, how it bends them, and where its marks stand.</summary>
internal sealed class Axis
{
    private const int AboutTicks = 5;

    private readonly Func<double, double> _bend;
    private readonly double _from, _to;

    private Axis(string label, double from, double to, Func<double, double> bend, IReadOnlyList<Tick> ticks)
    {
        (Label, Ticks, _bend) = (label, ticks, bend);
        (_from, _to) = (bend(from), bend(to));
    }

    /// <summary>What it measures, with the unit.</summary>
    public string Label { get; }

    /// <summary>Its marks.</summary>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <summary>Even steps of 1, 2 or 5 times a power of ten that hold all values; values that are no numbers do not count.</summary>
    public static Axis Linear(string label, IEnumerable<double> values)
    {
        var (from, to) = Range(values);
        var step = Step((to - from) / AboutTicks);
        double first = Math.Floor(from / step + 1e-9) * step, last = Math.Ceiling(to / step - 1e-9) * step;
        var format = Format(step);
        var count = (int)Math.Round((last - first) / step);
        return new Axis(label, first, last, value => value, [.. Enumerable.Range(0, count + 1).Select(i => Mark(first + i * step, format))]);
    }

    /// <summary>Powers of ten at equal distances, with 2 and 5 between where there is room; values that are not above zero do not count.</summary>
    public static Axis Logarithmic(string label, IEnumerable<double> values)
    {
        var (from, to) = Range(values.Where(value => value > 0).Select(Math.Log10));
        (from, to) = (from - 0.05, to + 0.05);
        double[] between = to - from > 2.5 ? [1] : [1, 2, 5];
        var ticks = Enumerable.Range((int)Math.Floor(from), (int)(Math.Ceiling(to) - Math.Floor(from)) + 1)
            .SelectMany(power => between.Select(factor => factor * Math.Pow(10, power))).Where(value => Math.Log10(value) >= from && Math.Log10(value) <= to);
        return new Axis(label, Math.Pow(10, from), Math.Pow(10, to), value => Math.Log10(value), [.. ticks.Select(value => Mark(value, "0.######"))]);
    }

    /// <summary>Counts from zero, denser the higher they are (the logarithm of one more), marked at those that were measured.</summary>
    public static Axis Counts(string label, IReadOnlyList<int> counts) =>
        new(label, 0, Math.Max(1, counts.Count == 0 ? 1 : counts.Max()), count => Math.Log(1 + count), [.. counts.Select(count => Mark(count, "0"))]);

    /// <summary>Where a value lies, 0 at the start of the axis and 1 at its end.</summary>
    public double Share(double value) => (_bend(value) - _from) / (_to - _from);

    /// <summary>Whether a value lies on the axis.</summary>
    public bool Holds(double value) => double.IsFinite(_bend(value)) && Share(value) is >= -1e-6 and <= 1 + 1e-6;

    private static (double From, double To) Range(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return (0, 1);
        double from = finite.Min(), to = finite.Max(), least = Math.Max(1e-6, Math.Abs(to) * 1e-3);
        return to - from >= least ? (from, to) : (from - least, to + least);
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static string Format(double step) => step >= 1 ? "0" : "0." + new string('0', (int)Math.Ceiling(-Math.Log10(step) - 1e-9));

    private static Tick Mark(double value, string format)
    {
        var label = value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
        return new Tick(value, label);
    }
}
