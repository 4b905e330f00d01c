using Loci.Evaluation.Methods;
using Loci.Evaluation.Records;
using Loci.Evaluation.Statistics;

namespace Loci.Evaluation.Tables;

/// <summary>The table of an evaluation. Totals are Σ nats / Σ bytes.</summary>
/// <param name="Protocol">What was query and what was scored.</param>
/// <param name="Methods">Per method: total and subsets, without a guard.</param>
/// <param name="Guarded">The same with a guard, which may stop at any checkpoint and sees only what precedes what is scored, or the opening of it.</param>
/// <param name="LeftOut">The subset that gains most over all methods, which figures "without" leave out; null where there is but one.</param>
/// <param name="Curves">Per method: the total after each number of steps.</param>
/// <param name="Harmed">Per method: subsets above 100 percent of the base.</param>
/// <param name="Against">Per method but nn: the comparison with nn; empty where nn was not evaluated.</param>
/// <param name="Prediction">Per method: what predicts the gain.</param>
/// <param name="Seconds">Per method: seconds per stage, summed over documents, and <c>total</c>.</param>
/// <param name="Steps">Per method: gradient steps, summed over documents.</param>
/// <param name="Elapsed">Wall-clock time of this run.</param>
/// <param name="Documents">What each document gave.</param>
public sealed record EvaluationReport(
    Protocol Protocol,
    IReadOnlyDictionary<string, MethodTable> Methods,
    IReadOnlyDictionary<string, MethodTable> Guarded,
    string? LeftOut,
    IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> Curves,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Harmed,
    IReadOnlyDictionary<string, Comparison> Against,
    IReadOnlyDictionary<string, GainPrediction> Prediction,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Seconds,
    IReadOnlyDictionary<string, long> Steps,
    TimeSpan Elapsed,
    IReadOnlyList<DocumentResult> Documents)
{
    /// <summary>The method that others are compared with.</summary>
    public const string Rival = "nn";

    /// <summary>Adds up what documents gave.</summary>
    /// <param name="documents">What each document gave.</param>
    /// <param name="options">What was evaluated.</param>
    /// <param name="elapsed">Wall-clock time.</param>
    /// <exception cref="InvalidInputException">No document had text to score.</exception>
    public static EvaluationReport Of(IReadOnlyList<DocumentResult> documents, EvaluationOptions options, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(options);
        if (documents.Count == 0) throw new InvalidInputException("expected documents with text to score, found only empty ones.");
        string[] names = [.. options.Methods.Where(name => EvaluationMethod.Parse(name).Kind != MethodKind.Base)];
        var leftOut = MostGained(documents, names);
        var bootstrap = new Bootstrap(documents.Count, options.Seed);
        MethodTable Table(Func<DocumentResult, double> nats) => MethodTable.Of(documents, nats, leftOut, bootstrap);
        var methods = new Dictionary<string, MethodTable>(StringComparer.Ordinal) { ["base"] = Table(document => document.BaseNats) };
        foreach (var name in names) methods[name] = Table(document => document.Methods[name].Nats[^1]);
        return new EvaluationReport(
            options.Protocol,
            methods,
            PerMethod(name => Table(document => Guard(document.Methods[name], options.GuardMargin, null))),
            leftOut,
            PerMethod(name => Curve(documents, name, options)),
            PerMethod(IReadOnlyList<string> (name) => [.. methods[name].Subsets.Where(subset => subset.Value.Percent > 100).Select(subset => subset.Key)]),
            names.Contains(Rival) ? PerMethod(name => Comparison.Of(documents, document => document.Methods[name].Nats[^1], document => document.Methods[Rival].Nats[^1], leftOut, options.Seed), except: Rival)
                : new Dictionary<string, Comparison>(StringComparer.Ordinal),
            PerMethod(name => GainPrediction.Of(documents, name)),
            PerMethod(IReadOnlyDictionary<string, double> (name) => StageSeconds(documents, name)),
            PerMethod(name => documents.Sum(document => (long)document.Methods[name].Steps)),
            elapsed,
            documents);

        Dictionary<string, T> PerMethod<T>(Func<string, T> value, string? except = null) => names.Where(name => name != except).ToDictionary(name => name, value, StringComparer.Ordinal);
    }

    private static double Guard(MethodResult result, double margin, int? last) => result.Nats[result.Guarded(margin, last)];

    private static IReadOnlyList<CurvePoint> Curve(IReadOnlyList<DocumentResult> documents, string name, EvaluationOptions options) =>
    [
        .. options.Checkpoints.Select((steps, i) => new CurvePoint(
            steps,
            TableCell.Of(documents, document => document.Methods[name].Nats[i]),
            TableCell.Of(documents, document => Guard(document.Methods[name], options.GuardMargin, i)).Percent,
            documents.Average(document => document.Methods[name].Spent[i]))),
    ];

    /// <summary>The subset whose documents save the most of the base's bits, on the mean of the methods.</summary>
    private static string? MostGained(IReadOnlyList<DocumentResult> documents, string[] names)
    {
        var subsets = documents.GroupBy(document => document.Subset, StringComparer.Ordinal).ToArray();
        return subsets.Length < 2 || names.Length == 0 ? null
            : subsets.MinBy(subset => names.Sum(name => subset.Sum(document => document.Methods[name].Nats[^1])) / subset.Sum(document => document.BaseNats))!.Key;
    }

    private static Dictionary<string, double> StageSeconds(IReadOnlyList<DocumentResult> documents, string name)
    {
        var seconds = documents.SelectMany(document => document.Methods[name].Seconds)
            .GroupBy(stage => stage.Key, StringComparer.Ordinal)
            .ToDictionary(stage => stage.Key, stage => stage.Sum(entry => entry.Value), StringComparer.Ordinal);
        seconds["total"] = seconds.Values.Sum();
        return seconds;
    }
}
