using Loci.Evaluation;
using Spectre.Console;
using TableCell = Loci.Evaluation.TableCell;
using PlainText = Spectre.Console.Text;

namespace Loci.Cli.Hosting;

/// <summary>An evaluation for programs and for people.</summary>
internal static class EvaluationView
{
    /// <summary>The JSON document of <c>loci eval</c>.</summary>
    public static object Document(EvaluationReport report, EvaluationOptions options, string model, string tuning) => new
    {
        report.Protocol,
        Model = model,
        Tuning = tuning,
        options.Retrieval.Count,
        options.Seed,
        options.MaxTokens,
        report.Methods,
        Curves = report.Curves.ToDictionary(
            curve => curve.Key, curve => curve.Value.Select(point => new { point.Steps, point.Total.Bpb, point.Total.Percent }), StringComparer.Ordinal),
        report.Harmed,
        GradientSteps = report.Steps,
        StageSeconds = report.Seconds,
        Seconds = report.Elapsed.TotalSeconds,
        Documents = report.Documents.Select(document => new
        {
            document.Subset, document.Name, document.Bytes, document.Tokens, document.BaseNats,
            Methods = document.Methods.ToDictionary(method => method.Key, method => new { method.Value.Nats, method.Value.Steps, method.Value.Uncertainty, method.Value.Chunks }, StringComparer.Ordinal),
        }),
    };

    /// <summary>The table by subset, and the curve of the total over steps.</summary>
    public static void Show(IAnsiConsole console, EvaluationReport report)
    {
        string[] methods = [.. report.Methods.Keys];
        var table = new Table().Border(TableBorder.Minimal).AddColumn("subset").AddColumn(new TableColumn("documents").RightAligned());
        foreach (var method in methods) table.AddColumn(new TableColumn(method == "base" ? "base, bits per byte" : $"{method}, % of base").RightAligned());
        foreach (var subset in report.Methods["base"].Subsets.Keys) table.AddRow(Row(subset, methods.Select(method => report.Methods[method].Subsets[subset]), methods));
        table.AddEmptyRow();
        table.AddRow(Row("total", methods.Select(method => report.Methods[method].Total), methods));
        console.Write(table);
        foreach (var (method, curve) in report.Curves)
            console.WriteLine($"{method}, % of base after steps: {string.Join(", ", curve.Select(point => $"{point.Steps}: {point.Total.Percent:0.0}"))}");
        foreach (var (method, subsets) in report.Harmed.Where(entry => entry.Value.Count > 0))
            console.WriteLine($"{method} harmed: {string.Join(", ", subsets)}");
        console.WriteLine($"{report.Protocol.ToString().ToLowerInvariant()} protocol, {Durations.Text(report.Elapsed)}.");
    }

    private static PlainText[] Row(string name, IEnumerable<TableCell> cells, string[] methods)
    {
        var row = cells.ToArray();
        return [new PlainText(name), new PlainText($"{row[0].Documents}"), .. row.Select((cell, i) => new PlainText(methods[i] == "base" ? $"{cell.Bpb:0.0000}" : $"{cell.Percent:0.0}"))];
    }
}
