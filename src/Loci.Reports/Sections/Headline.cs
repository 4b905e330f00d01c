using Loci.Evaluation;
using Loci.Evaluation.Methods;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>What was measured, and what came of it in one line per method.</summary>
internal static class Headline
{
    /// <summary>The section.</summary>
    public static Section Of(PageContext context) => new(
        "headline", "What came of it",
        "Each method first learns from, or reads, chunks of the memory that it picked for a document; then the document is predicted. Below 100 % it needs fewer bits than the model alone needs, so less is better. "
        + "The interval says how far the total would move with other documents of the same kind.",
        Markup.Of(
            $"""
            {Facts(context)}
            <p class="verdict">{Verdict(context)}</p>
            <div class="figures"><ul class="cards">{context.Methods.Select(method => Card(context, method))}</ul>
            <figure>{IntervalPlot.Draw("intervals", [.. context.Methods.Select((method, i) => (method, i, context.Report.Methods[method].Total.Percent, context.Report.Methods[method].Interval))])}
            <figcaption>Totals with 95 % intervals; the dashed line is the model alone.</figcaption></figure></div>
            """));

    /// <summary>What is asked of the documents.</summary>
    public static string Describe(Protocol protocol) => protocol == Protocol.Split ? "split: the first half is the query, the second half is predicted" : "whole: the text is the query and is predicted itself";

    private static Markup Facts(PageContext context)
    {
        var (report, options) = (context.Report, context.Options);
        var total = report.Methods["base"].Total;
        (string Name, string Value)[] facts =
        [
            ("Model", context.Subject.Model),
            ("Memory", context.Subject.Memory),
            ("Tuning", context.Subject.Tuning),
            ("Protocol", Describe(report.Protocol)),
            ("Documents", $"{Figures.Count(total.Documents)} in {Figures.Count(report.Methods["base"].Subsets.Count)} subsets, {Figures.Count(total.Bytes)} bytes predicted{(options.MaxTokens > 0 ? $"; the first {Figures.Count(options.MaxTokens)} tokens of each" : "")}"),
            ("Picks", $"up to {Figures.Count(options.Retrieval.Count)} of the {Figures.Count(options.Retrieval.Candidates)} best candidates"),
            ("Model alone", $"{Figures.Bpb(total.Bpb)} bits per byte"),
        ];
        return Markup.Of($"""<dl class="facts">{facts.Select(fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>""");
    }

    /// <summary>One sentence about the method with the lowest total, and whether its interval holds no gain at all.</summary>
    private static Markup Verdict(PageContext context)
    {
        var report = context.Report;
        var best = context.Methods.MinBy(method => report.Methods[method].Total.Percent)!;
        var (table, gain) = (report.Methods[best], 100 - report.Methods[best].Total.Percent);
        var against = report.Against.TryGetValue(best, out var comparison)
            ? Markup.Of($" Against {EvaluationReport.Rival} that is {Figures.Points(comparison.Difference)} points ({Figures.Points(comparison.Interval.Low)} to {Figures.Points(comparison.Interval.High)}): {(comparison.Interval.ExcludesZero ? "a difference that other documents would show too" : "no difference that these documents can tell from chance")}.") : Markup.Empty;
        return gain <= 0
            ? Markup.Of($"No method saves bits in total: the best, <strong>{best}</strong>, needs {Figures.Percent(table.Total.Percent)} % of what the model alone needs.{against}")
            : Markup.Of($"<strong>{best}</strong> {(context.Methods.Count > 1 ? "saves the most:" : "saves")} {Figures.Percent(gain)} % of the bits ({Figures.Percent(100 - table.Interval.High)} to {Figures.Percent(100 - table.Interval.Low)} %){(table.Interval.High < 100 ? "" : ", which may be chance: the interval holds no gain at all")}.{against}");
    }

    private static Markup Card(PageContext context, string method)
    {
        var table = context.Report.Methods[method];
        return Markup.Of(
            $"""
            <li class="card"><h3>{context.Named(method)}</h3>
            <p class="big">{Figures.Percent(table.Total.Percent)} <small>% of base</small></p>
            <p class="interval">{Figures.Percent(table.Interval.Low)} to {Figures.Percent(table.Interval.High)}; guarded {Figures.Percent(context.Report.Guarded[method].Total.Percent)}</p>
            <p class="note">{Describe(EvaluationMethod.Parse(method))}</p></li>
            """);
    }

    private static string Describe(EvaluationMethod method) => method.Kind == MethodKind.InContext
        ? $"the picks of {method.Rule} before the text; nothing is learnt"
        : $"one gradient step on each pick of {method.Rule}{(method.Tuning is null ? "" : $", by {method.Tuning}")}{(method.Adaptive ? "; it stops by its own uncertainty" : "")}";
}
