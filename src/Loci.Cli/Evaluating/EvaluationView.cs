using Loci.Cli.Hosting;
using Loci.Evaluation;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Spectre.Console;
using TableCell = Loci.Evaluation.Tables.TableCell;
using PlainText = Spectre.Console.Text;

namespace Loci.Cli.Evaluating;

/// <summary>An evaluation for programs and for people.</summary>
internal static class EvaluationView
{
    /// <summary>The JSON document of <c>loci eval</c>.</summary>
    public static object Document(EvaluationReport report, EvaluationOptions options, EvaluationDescription description) => new
    {
        report.Protocol,
        description.Model,
        description.Tuning,
        description.Like,
        options.Retrieval.Count,
        options.Seed,
        options.MaxTokens,
        report.Methods,
        report.Guarded,
        report.LeftOut,
        Curves = report.Curves.ToDictionary(
            curve => curve.Key, curve => curve.Value.Select(point => new { point.Steps, point.Total.Bpb, point.Total.Percent, point.Guarded, point.Seconds }), StringComparer.Ordinal),
        report.Harmed,
        AgainstNn = report.Against,
        report.Prediction,
        GradientSteps = report.Steps,
        StageSeconds = report.Seconds,
        Seconds = report.Elapsed.TotalSeconds,
        Documents = report.Documents.Select(document => new
        {
            document.Subset, document.Name, document.Bytes, document.Tokens, document.BaseNats,
            Methods = document.Methods.ToDictionary(method => method.Key, method => Document(method.Value), StringComparer.Ordinal),
        }),
    };

    /// <summary>The table by subset, what it comes to, and the curve of the total over steps.</summary>
    public static void Show(IAnsiConsole console, EvaluationReport report)
    {
        string[] methods = [.. report.Methods.Keys];
        var table = new Table().Border(TableBorder.Minimal).AddColumn("subset").AddColumn(new TableColumn("documents").RightAligned());
        foreach (var method in methods) table.AddColumn(new TableColumn(method == "base" ? "base, bits per byte" : $"{method}, % of base").RightAligned());
        foreach (var subset in report.Methods["base"].Subsets.Keys) table.AddRow(Row(subset, methods.Select(method => report.Methods[method].Subsets[subset]), methods));
        table.AddEmptyRow();
        table.AddRow(Row("total", methods.Select(method => report.Methods[method].Total), methods));
        foreach (var (name, value) in Middles(report.LeftOut)) table.AddRow([new PlainText(name), new PlainText(""), .. methods.Select(method => new PlainText(method == "base" ? "" : $"{value(report.Methods[method].Middle):0.0}"))]);
        table.AddRow([new PlainText("total, guarded"), new PlainText(""), .. methods.Select(method => new PlainText(method == "base" ? "" : $"{report.Guarded[method].Total.Percent:0.0}"))]);
        console.Write(table);
        foreach (var (method, curve) in report.Curves)
            console.WriteLine($"{method}, % of base after steps: {string.Join(", ", curve.Select(point => $"{point.Steps}: {point.Total.Percent:0.0}"))}");
        foreach (var (method, against) in report.Against)
            console.WriteLine($"{method} against {EvaluationReport.Rival}: {against.Difference:+0.00;-0.00} points ({against.Interval.Low:+0.00;-0.00} to {against.Interval.High:+0.00;-0.00}), better on {against.Better:P0} of documents");
        foreach (var (method, subsets) in report.Harmed.Where(entry => entry.Value.Count > 0))
            console.WriteLine($"{method} harmed: {string.Join(", ", subsets)}");
        console.WriteLine($"{report.Protocol.ToString().ToLowerInvariant()} protocol, {Durations.Text(report.Elapsed)}.");
    }

    private static IEnumerable<(string Name, Func<Middle, double?> Value)> Middles(string? leftOut) =>
    [
        ("mean of subsets", middle => middle.MeanOfSubsets), ("median of documents", middle => middle.Median), .. leftOut is null ? [] : new (string, Func<Middle, double?>)[] { ($"total without {leftOut}", middle => middle.Without) },
    ];

    private static object Document(MethodResult result) => new
    {
        result.Nats, result.GuardNats, result.Spent, result.Steps, result.StepLosses, result.Prior, Uncertainty = result.Uncertainty.Count > 0 ? result.Uncertainty[^1] : double.NaN, result.Scores, result.Chunks,
    };

    private static PlainText[] Row(string name, IEnumerable<TableCell> cells, string[] methods)
    {
        var row = cells.ToArray();
        return [new PlainText(name), new PlainText($"{row[0].Documents}"), .. row.Select((cell, i) => new PlainText(methods[i] == "base" ? $"{cell.Bpb:0.0000}" : $"{cell.Percent:0.0}"))];
    }
}
