namespace Loci.Evaluation;

/// <summary>The table of an evaluation. Totals are Σ nats / Σ bytes.</summary>
/// <param name="Protocol">What was query and what was scored.</param>
/// <param name="Methods">Per method: total and subsets.</param>
/// <param name="Curves">Per method: the total after each number of steps.</param>
/// <param name="Harmed">Per method: subsets above 100 percent of the base.</param>
/// <param name="Seconds">Per method: seconds per stage, summed over documents, and <c>total</c>.</param>
/// <param name="Steps">Per method: gradient steps, summed over documents.</param>
/// <param name="Elapsed">Wall-clock time.</param>
/// <param name="Documents">What each document gave.</param>
public sealed record EvaluationReport(
    Protocol Protocol,
    IReadOnlyDictionary<string, MethodTable> Methods,
    IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> Curves,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Harmed,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Seconds,
    IReadOnlyDictionary<string, long> Steps,
    TimeSpan Elapsed,
    IReadOnlyList<DocumentResult> Documents)
{
    internal static EvaluationReport Of(IReadOnlyList<DocumentResult> documents, EvaluationOptions options, TimeSpan elapsed)
    {
        if (documents.Count == 0) throw new InvalidInputException("expected documents with text to score, found only empty ones.");
        string[] rules = [.. options.Methods.Where(name => name != "base")];
        var methods = new Dictionary<string, MethodTable>(StringComparer.Ordinal) { ["base"] = MethodTable.Of(documents, document => document.BaseNats) };
        foreach (var rule in rules) methods[rule] = MethodTable.Of(documents, document => document.Methods[rule].Nats[^1]);
        return new EvaluationReport(
            options.Protocol,
            methods,
            PerRule(IReadOnlyList<CurvePoint> (rule) => [.. options.Checkpoints.Select((steps, i) => new CurvePoint(steps, MethodTable.Of(documents, document => document.Methods[rule].Nats[i]).Total))]),
            PerRule(IReadOnlyList<string> (rule) => [.. methods[rule].Subsets.Where(subset => subset.Value.Percent > 100).Select(subset => subset.Key)]),
            PerRule(IReadOnlyDictionary<string, double> (rule) => StageSeconds(documents, rule)),
            PerRule(rule => documents.Sum(document => (long)document.Methods[rule].Steps)),
            elapsed,
            documents);

        Dictionary<string, T> PerRule<T>(Func<string, T> value) => rules.ToDictionary(rule => rule, value, StringComparer.Ordinal);
    }

    private static Dictionary<string, double> StageSeconds(IReadOnlyList<DocumentResult> documents, string rule)
    {
        var seconds = documents.SelectMany(document => document.Methods[rule].Seconds)
            .GroupBy(stage => stage.Key, StringComparer.Ordinal)
            .ToDictionary(stage => stage.Key, stage => stage.Sum(entry => entry.Value), StringComparer.Ordinal);
        seconds["total"] = seconds.Values.Sum();
        return seconds;
    }
}
