using Loci.Evaluation.Statistics;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;

namespace Loci.Reports.Sections;

/// <summary>Subsets by methods, what they come to, and what they cost.</summary>
internal static class SummaryTable
{
    /// <summary>The section.</summary>
    public static Section Of(PageContext context) => new(
        "table", "Subset by subset",
        "The second column is the model alone, in bits per byte. All others are percent of it on the same documents: blue saves bits, orange with ▲ costs bits. "
        + "Totals weigh documents by their bits; means and medians below weigh subsets or documents alike, so one easy subset cannot carry them.",
        Section.Scroll("Percent of the base per subset and method", Markup.Of(
            $"""
            <table class="summary"><thead><tr><th scope="col">subset</th><th scope="col">documents</th><th scope="col">base, bits per byte</th>{context.Methods.Select(method => Markup.Of($"""<th scope="col">{context.Named(method)}</th>"""))}</tr></thead>
            <tbody>{Subsets(context)}</tbody>
            <tbody class="totals">{Totals(context)}</tbody>
            {Against(context)}
            <tbody class="costs">{Costs(context)}</tbody></table>
            """)));

    /// <summary>A cell of percent of the base, shaded by gain or harm.</summary>
    public static Markup Cell(double? percent, string title = "") => Markup.Of(
        $"""<td class="{Shade.Of(100 - percent ?? 0, Shade.Points)}" title="{title}">{(percent > 100 ? Markup.Of($"""<span class="harm" aria-label="harmed">▲</span>""") : Markup.Empty)}{Figures.Percent(percent)}</td>""");

    private static IEnumerable<Markup> Subsets(PageContext context) => context.Report.Methods["base"].Subsets.Select(subset => Markup.Of(
        $"""
        <tr><th scope="row">{subset.Key}</th><td>{subset.Value.Documents}</td><td>{Figures.Bpb(subset.Value.Bpb)}</td>{context.Methods.Select(method =>
            Cell(context.Report.Methods[method].Subsets[subset.Key].Percent, $"{method} on {subset.Key}: {Figures.Bpb(context.Report.Methods[method].Subsets[subset.Key].Bpb)} bits per byte; guarded {Figures.Percent(context.Report.Guarded[method].Subsets[subset.Key].Percent)} %"))}</tr>
        """));

    private static IEnumerable<Markup> Totals(PageContext context)
    {
        var (report, total) = (context.Report, context.Report.Methods["base"].Total);
        yield return Row("total", method => Cell(report.Methods[method].Total.Percent), Markup.Of($"<td>{total.Documents}</td><td>{Figures.Bpb(total.Bpb)}</td>"));
        yield return Row("95 % interval", method => Between(report.Methods[method].Interval, Figures.Percent));
        yield return Row("total, guarded", method => Cell(report.Guarded[method].Total.Percent));
        yield return Row("95 % interval, guarded", method => Between(report.Guarded[method].Interval, Figures.Percent));
        if (report.LeftOut is not null) yield return Row($"total without {report.LeftOut}", method => Cell(report.Methods[method].Middle.Without));
        yield return Row("mean of subsets", method => Cell(report.Methods[method].Middle.MeanOfSubsets));
        yield return Row("mean of documents", method => Cell(report.Methods[method].Middle.MeanOfDocuments));
        yield return Row("median of documents", method => Cell(report.Methods[method].Middle.Median));
        yield return Row("documents harmed", method => Plain(Figures.Count(report.Methods[method].Middle.Harmed)));
        yield return Row("documents harmed, guarded", method => Plain(Figures.Count(report.Guarded[method].Middle.Harmed)));

        Markup Row(string name, Func<string, Markup> cell, Markup? first = null) => SummaryTable.Row(context, name, cell, first);
    }

    private static Markup Against(PageContext context)
    {
        var against = context.Report.Against;
        if (against.Count == 0) return Markup.Empty;
        Markup Row(string name, Func<Comparison, Markup> cell) => SummaryTable.Row(context, name, method => against.TryGetValue(method, out var comparison) ? cell(comparison) : Plain(Figures.None));
        List<Markup> rows =
        [
            Row($"difference to {EvaluationReport.Rival}, points", comparison => Plain(Figures.Points(comparison.Difference))),
            Row("95 % interval, paired", comparison => Between(comparison.Interval, Figures.Points)),
            Row($"better than {EvaluationReport.Rival} on", comparison => Plain($"{Figures.Share(comparison.Better)}")),
        ];
        if (context.Report.LeftOut is not null) rows.Insert(2, Row($"difference without {context.Report.LeftOut}", comparison => Markup.Of($"<td>{Figures.Points(comparison.WithoutSubset)}<br><small>{(comparison.WithoutInterval is { } interval ? Range(interval, Figures.Points) : "")}</small></td>")));
        return Markup.Of($"""<tbody class="against">{rows}</tbody>""");
    }

    private static IEnumerable<Markup> Costs(PageContext context)
    {
        var (report, documents) = (context.Report, (double)context.Report.Documents.Count);
        yield return Row(context, "gradient steps a document", method => Plain(Figures.Mean(report.Steps[method] / documents)));
        yield return Row(context, "gradient steps in all", method => Plain(Figures.Count(report.Steps[method])));
        foreach (var stage in Stages(report)) yield return Row(context, $"seconds a document, {stage}", method => Plain(Figures.Seconds(report.Seconds[method].GetValueOrDefault(stage) / documents)));
    }

    /// <summary>The stages in the order they are gone through, and their total last.</summary>
    private static IEnumerable<string> Stages(EvaluationReport report) =>
        report.Seconds.Values.SelectMany(seconds => seconds.Keys).Where(stage => stage != "total").Distinct(StringComparer.Ordinal).Append("total");

    private static Markup Row(PageContext context, string name, Func<string, Markup> cell, Markup? first = null) =>
        Markup.Of($"""<tr><th scope="row">{name}</th>{first ?? Markup.Of($"<td></td><td></td>")}{context.Methods.Select(cell)}</tr>""");

    private static Markup Plain(string text) => Markup.Of($"<td>{text}</td>");

    private static Markup Between(Interval interval, Func<double?, string> figure) => Markup.Of($"""<td class="range">{Range(interval, figure)}</td>""");

    private static string Range(Interval interval, Func<double?, string> figure) => $"{figure(interval.Low)} to {figure(interval.High)}";
}
