using Loci.Evaluation;
using Loci.Evaluation.Tables;
using Loci.Reports.Html;

namespace Loci.Reports.Sections;

/// <summary>How the figures are defined, and what they were made with.</summary>
internal static class Footnotes
{
    /// <summary>The foot of the page.</summary>
    public static Markup Of(PageContext context) => Markup.Of(
        $"""

        <footer><h2>How the figures are defined</h2>
        <dl>{Definitions(context.Report).Select(definition => Markup.Of($"<dt>{definition.Term}</dt><dd>{definition.Meaning}</dd>"))}</dl>
        <p>Evaluated as: <code>{context.Subject.Identity}</code></p></footer>
        """);

    private static IEnumerable<(string Term, string Meaning)> Definitions(EvaluationReport report)
    {
        yield return ("Bits per byte", "Σ nats / ln 2 / Σ UTF-8 bytes of what is predicted. Fewer are better, and tokenizers do not matter to it.");
        yield return ("Percent of the base", "100 · Σ nats of the method / Σ nats of the model alone, on the same documents.");
        yield return ("Guard", $"Each document keeps the checkpoint, the start among them, with the fewest nats on what a guard may look at: {(report.Protocol == Protocol.Split ? "the first half, which is the query" : "the first quarter of the text")}. {(report.Protocol == Protocol.Split ? "It never sees what is predicted." : "That is part of what is predicted, so guarded figures of this protocol are a little too good.")}");
        yield return ("Interval", "95 % by the percentile bootstrap over documents, 2000 draws; those of differences are paired, as every method has the same draws.");
        yield return ("Median, means", "Of the documents' or the subsets' percents, each counting alike.");
        if (report.LeftOut is { } leftOut) yield return ($"Without {leftOut}", $"The same without the subset that saves the most over all methods, here {leftOut}, so that no single subset carries the total.");
        yield return ("σ", "Standard deviation of the selection's model about the query, after a pick. ρ is Spearman's rank correlation over documents.");
        yield return ("Near-repeat", "A pick whose words overlap with those of an earlier pick by a Jaccard similarity of at least a half.");
    }
}
