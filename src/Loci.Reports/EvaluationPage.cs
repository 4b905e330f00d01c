using System.Security.Cryptography;
using System.Text;
using Loci.Evaluation;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;
using Loci.Reports.Sections;

namespace Loci.Reports;

/// <summary>
/// An evaluation as one HTML file for reading: it asks nothing of a network, and its policy lets nothing run but its own script. The same evaluation gives the same page. Pure; safe to share.
/// </summary>
public static class EvaluationPage
{
    /// <summary>The page.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="options">How; its checkpoints are those of the report's curves.</param>
    /// <param name="subject">Of what.</param>
    /// <returns>A whole HTML document. Texts of documents and picks are encoded, and characters that cannot be seen are drawn.</returns>
    /// <exception cref="InvalidInputException">Nothing but the base was measured.</exception>
    public static string Render(EvaluationReport report, EvaluationOptions options, ReportSubject subject)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(subject);
        if (report.Curves.Count == 0) throw new InvalidInputException("expected a method besides the base to report on, found none.");
        var context = new PageContext(report, options, subject);
        Section[] sections =
        [
            .. new[]
            {
                Headline.Of(context), SummaryTable.Of(context), Curves.Of(context), Pareto.Of(context), Prediction.Of(context), PicksView.Of(context), HeatMap.Of(context), DocumentTable.Of(context),
            }.OfType<Section>(),
        ];
        var style = PageStyle.Sheet(context.Methods.Count);
        return Markup.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(PageStyle.Script)}'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{subject.Title}</title>
            <style>{Markup.Trusted(style)}</style>
            </head>
            <body>
            <header><h1>{subject.Title}</h1><button type="button" id="theme" hidden>Dark or light</button></header>
            <nav aria-label="Parts of the page"><ul>{sections.Select(section => Markup.Of($"""<li><a href="#{section.Id}">{section.Title}</a></li>"""))}</ul></nav>
            <main>{sections.Select(section => section.Render())}</main>{Footnotes.Of(context)}
            <script>{Markup.Trusted(PageStyle.Script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
