using Loci.Evaluation;
using Loci.Evaluation.Methods;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Loci.Learning;

namespace Loci.Reports.Tests;

/// <summary>A small evaluation that was made up: documents of two subsets, the first of each kept for reading.</summary>
internal sealed record SampleReport
{
    public static readonly ReportSubject Subject = new("tiny", "12 chunks, found by words", "full", "model 0123; seed 1");

    public string[] Methods { get; init; } = ["base", "nn", "sift", "in-context"];

    public string[] Subsets { get; init; } = ["Books", "Mail"];

    public int Documents { get; init; } = 3; // of each subset

    public int Picks { get; init; } = 5;

    public bool Guarded { get; init; } = true;

    public bool Shown { get; init; } = true;

    public Protocol Protocol { get; init; } = Protocol.Split;

    /// <summary>Stands in every text that a stranger could have written.</summary>
    public string Text { get; init; } = "plain";

    public EvaluationOptions Options => new() { Protocol = Protocol, Methods = Methods, Retrieval = new RetrievalOptions { Count = 5 } };

    public EvaluationReport Report => EvaluationReport.Of([.. Subsets.SelectMany((subset, s) => Enumerable.Range(0, Documents).Select(d => Document(subset, s, d)))], Options, TimeSpan.FromSeconds(2));

    public string Page => EvaluationPage.Render(Report, Options, Subject);

    private DocumentResult Document(string subset, int s, int d)
    {
        string[] pieces = [" one", $" {Text}", "\n", "\ttwo", " three"];
        var learning = Methods.Where(name => EvaluationMethod.Parse(name).Kind != MethodKind.Base).ToArray();
        var kept = Shown && d == 0;
        return new DocumentResult(subset, $"/data/{Text}/{subset}.jsonl#{d}", 100 + d, 400 + 10 * d + s, 300 + 20 * d + 7 * s, learning.Select((name, m) => (name, m)).ToDictionary(method => method.name, method => Method(s, d, method.m, pieces.Length, kept)))
        {
            Shown = kept ? new ShownText($"query {Text}", pieces, [1, 2, 3, 4, 5]) : null,
        };
    }

    /// <summary>The fifth pick is the first again.</summary>
    private static long Chunk(int pick, int method) => pick % 4 + method;

    private MethodResult Method(int s, int d, int m, int pieces, bool kept)
    {
        double plain = 300 + 20 * d + 7 * s, share = 0.08 * (m + 1) - 0.05 * d * (m == 0 ? 3 : 1); // the last documents are harmed
        double[] done = [0, 0.3, 0.5, 0.9, 1];
        var count = Math.Min(Picks, done.Length);
        return new MethodResult(
            [.. done.Take(4).Select(part => plain * (1 - share * part))], [.. done.Take(4).Select(part => Guarded ? 100 * (1 - (share + 0.01) * part) : double.NaN)], [0.01, 0.05, 0.1, 0.4 + 0.1 * m], count,
            [.. Enumerable.Repeat(2.5, count)], 1, [.. Enumerable.Range(0, count).Select(i => 0.9 - 0.1 * i - 0.03 * m - 0.02 * d)], [.. Enumerable.Range(0, count).Select(i => 0.8 - 0.1 * i - 0.04 * d - 0.01 * s)],
            [.. Enumerable.Range(0, count).Select(i => Chunk(i, m))], new Dictionary<string, double>(StringComparer.Ordinal) { ["embed"] = 0.01, ["tune"] = 0.3 })
        {
            Shown = kept ? new ShownPicks([.. Enumerable.Range(0, pieces).Select(i => i + 1 - (i - 1.5f) * 0.4f * (m + 1))],
                [.. Enumerable.Range(0, count).Select(i => new ShownPick(Chunk(i, m), $"/memory/{Text}", $"pick {i} of {Text}\nnext line", i switch { 3 => 1, 4 => 0, _ => null }))]) : null,
        };
    }
}
