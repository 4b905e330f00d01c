using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>What two methods picked for each shown document, side by side.</summary>
internal static class PicksView
{
    private const int SummaryLetters = 130, QueryLetters = 600;

    /// <summary>The section, or null where no picks were kept.</summary>
    public static Section? Of(PageContext context)
    {
        string[] sides = [.. new[] { EvaluationReport.Rival, context.Main }.Where(context.Methods.Contains).Distinct(StringComparer.Ordinal)];
        return context.Shown.Count == 0 ? null : new Section(
            "picks", "What was picked",
            $"{(sides.Length > 1 ? $"{sides[0]} and {sides[1]} side by side" : $"What {sides[0]} picked")}, in order, for each document that was kept for reading. A pick marked ↺ shares at least half its words with an earlier one: it repeats more than it tells, and most so where it is the same chunk again. "
            + "σ is how uncertain the query is after the pick: the faster it falls, the more the picks tell. Open a pick to read it; the document that gained the most is open.",
            Markup.Of($"{Repeats(context)}{context.Shown.Select((document, i) => Document(context, document, i, sides))}"));
    }

    /// <summary>How much the picks of each method repeat one another.</summary>
    private static Markup Repeats(PageContext context) => Section.Scroll("Near-repeats and uncertainty per method", Markup.Of(
        $"""
        <table><thead><tr><th scope="col">method</th><th scope="col">picks of shown documents</th><th scope="col">near-repeats</th><th scope="col">of them the same chunk again</th><th scope="col">mean σ after the last pick, all documents</th></tr></thead>
        <tbody>{context.Methods.Select(method =>
        {
            ShownPick[] picks = [.. context.Shown.SelectMany(document => document.Methods[method].Shown?.Picks ?? [])];
            var repeats = picks.Count(pick => pick.Repeats is not null);
            var again = context.Shown.Sum(document => document.Methods[method].Shown?.Picks is { } shown ? shown.Count(pick => IsAgain(pick, shown)) : 0);
            double[] last = [.. context.Report.Documents.Where(document => document.Methods[method].Uncertainty.Count > 0).Select(document => document.Methods[method].Uncertainty[^1])];
            return Markup.Of($"""<tr><th scope="row">{context.Named(method)}</th><td>{picks.Length}</td><td>{repeats} ({Figures.Share((double)repeats / picks.Length)})</td><td>{again}</td><td>{Figures.Fine(last.Length == 0 ? double.NaN : last.Average())}</td></tr>""");
        })}</tbody></table>
        """));

    private static Markup Document(PageContext context, DocumentResult document, int number, string[] sides) => Markup.Of(
        $"""
        <details class="document"{(document == context.Telling ? " open" : "")}><summary><strong>{document.Subset}</strong> <span class="name">{PageContext.ShortName(document)}</span> {sides.Select(side => Result(document, side))}</summary>
        <div class="figures opening"><p class="query"><span class="note">query</span> {VisibleText.Line(document.Shown!.Query, QueryLetters)}</p>{Sigma(context, document, number, sides)}</div>
        <div class="sides">{sides.Select(side => Side(context, document, side, sides.Where(other => other != side)))}</div></details>
        """);

    private static bool IsAgain(ShownPick pick, IReadOnlyList<ShownPick> picks) => pick.Repeats is { } earlier && picks[earlier].Chunk == pick.Chunk;

    private static Markup Result(DocumentResult document, string method) => Markup.Of(
        $"""<span class="result {Shade.Of(PageContext.Gain(document, method), Shade.Points)}">{method} {Figures.Percent(PageContext.Percent(document, method))} %</span> """);

    /// <summary>σ from before the first pick to after the last.</summary>
    private static Markup Sigma(PageContext context, DocumentResult document, int number, string[] sides)
    {
        Series[] series = [.. sides.Select(side => new Series(side, context.Style(side), [.. new[] { document.Methods[side].Prior }.Concat(document.Methods[side].Uncertainty)
            .Select((sigma, i) => new PlotPoint(i, sigma, $"{side}: σ {Figures.Fine(sigma)} {(i == 0 ? "before the first pick" : $"after pick {i}")}"))]))];
        var frame = new Frame(Axis.Linear("picks", series.SelectMany(one => one.Points).Select(point => point.X)), Axis.Linear("σ", series.SelectMany(one => one.Points).Select(point => point.Y)), Height: 220);
        var description = string.Join("; ", series.Select(one => one.Points[^1].Title));
        return Markup.Of($"""<figure>{frame.Draw($"sigma-picks-{number}", $"Uncertainty after each pick, {document.Subset}", description, LinePlot.Lines(frame, series))}{Mark.Legend(series)}</figure>""");
    }

    private static Markup Side(PageContext context, DocumentResult document, string method, IEnumerable<string> others)
    {
        var result = document.Methods[method];
        var picks = result.Shown?.Picks ?? [];
        var elsewhere = others.SelectMany(other => document.Methods[other].Chunks).ToHashSet();
        var alone = elsewhere.Count > 0;
        return Markup.Of(
            $"""
            <div><h3>{context.Named(method)}</h3><ol class="picks">{picks.Select((pick, i) => Pick(pick, i < result.Uncertainty.Count ? result.Uncertainty[i] : double.NaN, IsAgain(pick, picks), alone && !elsewhere.Contains(pick.Chunk)))}</ol></div>
            """);
    }

    private static Markup Pick(ShownPick pick, double sigma, bool again, bool alone) => Markup.Of(
        $"""
        <li class="{(pick.Repeats is null ? "" : "repeats")}"><details><summary><span class="sigma">σ {Figures.Fine(sigma)}</span> {(pick.Repeats is { } earlier ? Markup.Of($"""<span class="chip repeat">↺ {(again ? $"{earlier + 1} again" : $"repeats {earlier + 1}")}</span> """) : Markup.Empty)}{(alone ? Markup.Of($"""<span class="chip">only here</span> """) : Markup.Empty)}{VisibleText.Line(pick.Text, SummaryLetters)}</summary>
        <p class="text">{pick.Text}</p><p class="note">chunk {pick.Chunk} of {pick.Source}</p></details></li>
        """);
}
