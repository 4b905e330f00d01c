using Loci.Evaluation.Records;
using Loci.Reports.Html;

namespace Loci.Reports.Sections;

/// <summary>Every document with what each method reached on it.</summary>
internal static class DocumentTable
{
    /// <summary>The section.</summary>
    public static Section Of(PageContext context) => new(
        "documents", "Document by document",
        "Percent of the base per document and method; ▲ marks documents that a method harmed. Press a heading to sort by it, and again to turn the order.",
        Markup.Of(
            $"""
            <p><label><input type="checkbox" id="only-harmed"> only documents that a method harmed</label></p>
            {Section.Scroll("Percent of the base per document and method", Markup.Of(
                $"""
                <table class="sortable"><thead><tr>{Heading("subset")}{Heading("document")}{context.Methods.Select(Heading)}{Heading("base, bits per byte")}{Heading("bytes")}</tr></thead>
                <tbody>{context.Report.Documents.Select(document => Row(context, document))}</tbody></table>
                """))}
            """));

    private static Markup Heading(string name) => Markup.Of($"""<th scope="col" aria-sort="none"><button type="button">{name}</button></th>""");

    private static Markup Row(PageContext context, DocumentResult document)
    {
        var harmed = context.Methods.Any(method => PageContext.Percent(document, method) > 100);
        return Markup.Of(
            $"""
            <tr class="{(harmed ? "harmed" : "unharmed")}"><th scope="row">{document.Subset}</th><td class="name" title="{document.Name}">{PageContext.ShortName(document)}</td>{context.Methods.Select(method => SummaryTable.Cell(PageContext.Percent(document, method), Guarded(document, method, context.Options.GuardMargin)))}<td>{Figures.Bpb(document.BaseNats / Math.Log(2) / document.Bytes)}</td><td>{Figures.Count(document.Bytes)}</td></tr>

            """);
    }

    private static string Guarded(DocumentResult document, string method, double margin)
    {
        var result = document.Methods[method];
        return $"{method}: guarded {Figures.Percent(100 * result.Nats[result.Guarded(margin)] / document.BaseNats)} %, {result.Chunks.Count} picks";
    }
}
