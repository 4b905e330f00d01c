using Loci.Reports.Html;
using Loci.Evaluation.Statistics;

namespace Loci.Reports.Plots;

/// <summary>One row per method: a point and the interval around it, on an axis they share.</summary>
internal static class IntervalPlot
{
    private const double Width = 480, Left = 130, Right = 22, RowHeight = 30, Bottom = 46;

    /// <summary>The drawing, with a line at the base.</summary>
    /// <param name="id">Names it on the page.</param>
    /// <param name="rows">Name, style, value and interval of each.</param>
    public static Markup Draw(string id, IReadOnlyList<(string Name, int Style, double Value, Interval Interval)> rows)
    {
        var axis = Axis.Linear("percent of the base's bits (less is better)", [100, .. rows.SelectMany(row => new[] { row.Value, row.Interval.Low, row.Interval.High })]);
        var end = 8 + rows.Count * RowHeight;
        double X(double value) => Left + axis.Share(value) * (Width - Left - Right);
        var description = string.Join("; ", rows.Select(row => $"{row.Name}: {Figures.Percent(row.Value)} ({Figures.Percent(row.Interval.Low)} to {Figures.Percent(row.Interval.High)})"));
        return Markup.Of(
            $"""
            <svg class="plot" viewBox="0 0 {Width} {end + Bottom}" role="img" aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">Total of each method with its 95 % interval</title><desc id="{id}-desc">{description}</desc>
            <g class="axes">{axis.Ticks.Select(tick => Markup.Of($"""<line class="grid" x1="{X(tick.Value)}" x2="{X(tick.Value)}" y1="4" y2="{end}"/><text x="{X(tick.Value)}" y="{end + 17}" text-anchor="middle">{tick.Label}</text>"""))}<path class="frame" d="M{Left},{end}H{Width - Right}"/><text class="label" x="{(Left + Width - Right) / 2}" y="{end + 38}" text-anchor="middle">{axis.Label}</text></g>
            <line class="reference" x1="{X(100)}" x2="{X(100)}" y1="4" y2="{end}"/>{rows.Select((row, i) => Row(row, 8 + (i + 0.5) * RowHeight, X))}</svg>
            """);
    }

    private static Markup Row((string Name, int Style, double Value, Interval Interval) row, double y, Func<double, double> x) => Markup.Of(
        $"""
        <g class="series {Mark.Color(row.Style)}"><text x="{Left - 12}" y="{y + 4.5}" text-anchor="end">{VisibleText.Line(row.Name, 18)}</text><path class="whisker" d="M{x(row.Interval.Low)},{y - 5}V{y + 5}M{x(row.Interval.Low)},{y}H{x(row.Interval.High)}M{x(row.Interval.High)},{y - 5}V{y + 5}"/><path class="dot" transform="translate({x(row.Value)} {y})" d="{Mark.Shape(row.Style)}"><title>{row.Name}: {Figures.Percent(row.Value)} ({Figures.Percent(row.Interval.Low)} to {Figures.Percent(row.Interval.High)})</title></path></g>
        """);
}
