using Loci.Evaluation.Tables;
using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>Percent of the base after more and more picks, with and without a guard.</summary>
internal static class Curves
{
    /// <summary>The section.</summary>
    public static Section Of(PageContext context) => new(
        "curves", "Pick by pick",
        "Each line starts at the model alone and goes down as picks help; where it turns up again, later picks undo what earlier ones gave. "
        + "At the right a guard stops each document at the checkpoint that predicts best what it may look at, so fewer documents are harmed. Where lines coincide, the first of the legend lies on top.",
        Markup.Of(
            $"""
            <div class="figures">{Plot(context, "curve-plain", "Without a guard", point => point.Total.Percent)}{Plot(context, "curve-guarded", "With a guard", point => point.Guarded)}</div>
            {Mark.Legend(Series(context, point => point.Total.Percent), reference: "model alone")}
            {Numbers(context)}
            """));

    private static IReadOnlyList<Series> Series(PageContext context, Func<CurvePoint, double> value) =>
    [
        .. context.Report.Curves.Select(curve => new Series(curve.Key, context.Style(curve.Key), [.. curve.Value.Select(point => new PlotPoint(
            point.Steps, value(point), $"{curve.Key} after {point.Steps} picks: {Figures.Percent(value(point))} % of base"))])),
    ];

    private static Markup Plot(PageContext context, string id, string title, Func<CurvePoint, double> value)
    {
        var series = Series(context, value);
        var both = context.Report.Curves.Values.SelectMany(curve => curve.SelectMany(point => new[] { point.Total.Percent, point.Guarded })); // both drawings have one scale
        var frame = new Frame(Axis.Counts("picks", context.Options.Checkpoints), Axis.Linear("% of base", [100, .. both]));
        var description = string.Join("; ", series.Select(one => $"{one.Name}: {Figures.Percent(one.Points[0].Y)} at first, {Figures.Percent(one.Points[^1].Y)} at last"));
        return Markup.Of(
            $"""<figure>{frame.Draw(id, $"Percent of the base after picks. {title}", description, [frame.Reference(100), .. LinePlot.Lines(frame, series)])}<figcaption>{title}</figcaption></figure>""");
    }

    private static Markup Numbers(PageContext context) => Markup.Of(
        $"""
        <details class="numbers"><summary>The numbers</summary>{Section.Scroll("Percent of the base after picks", Markup.Of(
            $"""
            <table><thead><tr><th scope="col">method</th>{context.Options.Checkpoints.Select(steps => Markup.Of($"""<th scope="col">{steps} picks</th>"""))}</tr></thead>
            <tbody>{context.Report.Curves.Select(curve => Markup.Of(
                $"""<tr><th scope="row">{curve.Key}</th>{curve.Value.Select(point => SummaryTable.Cell(point.Total.Percent))}</tr><tr><th scope="row">{curve.Key}, guarded</th>{curve.Value.Select(point => SummaryTable.Cell(point.Guarded))}</tr>"""))}</tbody></table>
            """))}</details>
        """);
}
