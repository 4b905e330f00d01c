using System.Globalization;
using Loci.Reports.Html;

namespace Loci.Reports.Plots;

/// <summary>Lines with a point at each value that was measured.</summary>
internal static class LinePlot
{
    /// <summary>The lines of a frame; points that are no numbers break a line. Points on the same spot are all there, the first series on top.</summary>
    public static IEnumerable<Markup> Lines(Frame frame, IReadOnlyList<Series> series) => series.Reverse().Select(one => Markup.Of(
        $"""<g class="series {Mark.Color(one.Style)}"><path class="line" d="{Path(frame, one.Points)}" stroke-dasharray="{Mark.Dash(one.Style)}"/>{Points(frame, one)}</g>"""));

    /// <summary>The points of a series, each with its title.</summary>
    public static IEnumerable<Markup> Points(Frame frame, Series series) => series.Points.Where(point => IsPlace(frame, point)).Select(point => Markup.Of(
        $"""<path class="dot" transform="translate({frame.X(point.X)} {frame.Y(point.Y)})" d="{Mark.Shape(series.Style)}"><title>{point.Title}</title></path>"""));

    private static string Path(Frame frame, IReadOnlyList<PlotPoint> points)
    {
        var parts = new List<string>(points.Count);
        var down = false;
        foreach (var point in points)
        {
            var place = IsPlace(frame, point);
            if (place) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{frame.X(point.X):0.##},{frame.Y(point.Y):0.##}"));
            down = place;
        }
        return string.Concat(parts);
    }

    private static bool IsPlace(Frame frame, PlotPoint point) => frame.Across.Holds(point.X) && frame.Up.Holds(point.Y);
}
