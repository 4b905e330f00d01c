using Loci.Reports.Html;

namespace Loci.Reports.Plots;

/// <summary>One dot per thing that two numbers were measured of.</summary>
internal static class ScatterPlot
{
    /// <summary>The drawing, with a line at no gain.</summary>
    /// <param name="id">Names it on the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen, for those who cannot see it.</param>
    /// <param name="across">Label of the axis below.</param>
    /// <param name="up">Label of the axis at the left.</param>
    /// <param name="dots">The dots.</param>
    public static Markup Draw(string id, string title, string description, string across, string up, Series dots)
    {
        var frame = new Frame(Axis.Linear(across, dots.Points.Select(point => point.X)), Axis.Linear(up, [0, .. dots.Points.Select(point => point.Y)]));
        return frame.Draw(id, title, description,
        [
            frame.Reference(0),
            Markup.Of($"""<g class="series scatter {Mark.Color(dots.Style)}">{LinePlot.Points(frame, dots)}</g>"""),
        ]);
    }
}
