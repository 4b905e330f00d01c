using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>What a gain costs, in picks and in seconds.</summary>
internal static class Pareto
{
    /// <summary>The section.</summary>
    public static Section Of(PageContext context)
    {
        var (picks, seconds) = (Picks(context), Seconds(context));
        return new Section(
            "pareto", "What a gain costs",
            "A line that lies above another gains more for the same cost. Seconds are those of embedding, search, selection and steps, on a logarithmic scale; scoring is not counted. "
            + "They are of this machine and this run, so compare lines, not runs.",
            Markup.Of(
                $"""
                <div class="figures">{Plot("pareto-picks", "Gain against picks that were used", picks, Axis.Linear("picks used, mean of documents", picks.SelectMany(one => one.Points).Select(point => point.X)))}{
                    Plot("pareto-seconds", "Gain against seconds a document", seconds, Axis.Logarithmic("seconds a document", seconds.SelectMany(one => one.Points).Select(point => point.X)))}</div>
                {Mark.Legend(picks, reference: "model alone")}
                """));
    }

    /// <summary>A rule that stops early uses fewer picks than a checkpoint has.</summary>
    private static Series[] Picks(PageContext context) => Series(context, (method, checkpoint) =>
        context.Report.Documents.Average(document => Math.Min(context.Report.Curves[method][checkpoint].Steps, document.Methods[method].Chunks.Count)), x => $"{Figures.Mean(x)} picks");

    private static Series[] Seconds(PageContext context) => Series(context, (method, checkpoint) => context.Report.Curves[method][checkpoint].Seconds, x => $"{Figures.Seconds(x)} s");

    private static Series[] Series(PageContext context, Func<string, int, double> cost, Func<double, string> text) =>
    [
        .. context.Report.Curves.Select(curve => new Series(curve.Key, context.Style(curve.Key), [.. curve.Value.Select((point, i) => new PlotPoint(
            cost(curve.Key, i), 100 - point.Total.Percent, $"{curve.Key}, {point.Steps} picks: {Figures.Points(100 - point.Total.Percent)} points for {text(cost(curve.Key, i))}"))])),
    ];

    private static Markup Plot(string id, string title, IReadOnlyList<Series> series, Axis across)
    {
        var frame = new Frame(across, Axis.Linear("gain, points of % of base", [0, .. series.SelectMany(one => one.Points).Select(point => point.Y)]));
        var description = string.Join("; ", series.Select(one => one.Points[^1].Title));
        return Markup.Of($"""<figure>{frame.Draw(id, title, description, [frame.Reference(0), .. LinePlot.Lines(frame, series)])}<figcaption>{title}</figcaption></figure>""");
    }
}
