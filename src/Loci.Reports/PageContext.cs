using Loci.Evaluation;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports;

/// <summary>What every section of a page is made from.</summary>
/// <param name="Report">What was measured.</param>
/// <param name="Options">How.</param>
/// <param name="Subject">Of what.</param>
internal sealed record PageContext(EvaluationReport Report, EvaluationOptions Options, ReportSubject Subject)
{
    private const int NameLetters = 60;

    /// <summary>The methods but the base, in the order they were asked for.</summary>
    public IReadOnlyList<string> Methods { get; } = [.. Report.Curves.Keys];

    /// <summary>The documents that texts were kept of.</summary>
    public IReadOnlyList<DocumentResult> Shown { get; } = [.. Report.Documents.Where(document => document.Shown is not null).OrderBy(document => document.Subset, StringComparer.Ordinal)];

    /// <summary>What nn is compared with: sift, or the method that the reader most likely asks about.</summary>
    public string Main => Methods.FirstOrDefault(name => name == "sift") ?? Methods.FirstOrDefault(name => name != EvaluationReport.Rival) ?? Methods[0];

    /// <summary>The shown document that gained the most, which is worth opening first; null where none is shown.</summary>
    public DocumentResult? Telling => Shown.MaxBy(document => Gain(document, Main));

    /// <summary>The number of a method, which decides how it looks.</summary>
    public int Style(string method) => Methods.ToList().IndexOf(method);

    /// <summary>A method's name with its colour and shape.</summary>
    public Markup Named(string method) => Markup.Of($"""<span class="method">{Mark.Key(Style(method))} {method}</span>""");

    /// <summary>The end of a document's name, which tells documents of one file apart.</summary>
    public static string ShortName(DocumentResult document) => VisibleText.Line(document.Name[(document.Name.LastIndexOfAny(['/', '\\']) + 1)..], NameLetters);

    /// <summary>Percent of the base that a method reached on a document.</summary>
    public static double Percent(DocumentResult document, string method) => 100 * document.Methods[method].Nats[^1] / document.BaseNats;

    /// <summary>Points of percent of the base that a method saved on a document.</summary>
    public static double Gain(DocumentResult document, string method) => 100 - Percent(document, method);
}
