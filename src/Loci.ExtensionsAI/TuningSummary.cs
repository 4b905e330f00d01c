using Loci.Learning;

namespace Loci.ExtensionsAI;

/// <summary>
/// What was read and learnt for an answer: <c>AdditionalProperties["tuning"]</c> of a response, and of the first update of a streamed one. Made of numbers, texts and lists that JSON can write.
/// </summary>
public sealed record TuningSummary
{
    /// <summary>The name under which it stands: <c>tuning</c>.</summary>
    public const string Key = "tuning";

    /// <summary>What the memory was asked with.</summary>
    public required string Query { get; init; }

    /// <summary>The passages in the order they were learnt.</summary>
    public required IReadOnlyList<ReadPassage> Selected { get; init; }

    /// <summary>σ₀: standard deviation about the query before the first passage.</summary>
    public required double Prior { get; init; }

    /// <summary>σ after the last passage; σ₀ where there was none.</summary>
    public required double Uncertainty { get; init; }

    /// <summary>Gradient steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the adaptation answered; if not, the guard refused it, or nothing was found to learn, and the base did.</summary>
    public required bool Kept { get; init; }

    /// <summary>Loss of the query under the base, nats per token; null where the query is too short to tell.</summary>
    public required double? LossBefore { get; init; }

    /// <summary>The same after the steps.</summary>
    public required double? LossAfter { get; init; }

    /// <summary>Seconds that it all took before the answer began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds per stage: embed, search, select, tune, guard.</summary>
    public required IReadOnlyDictionary<string, double> Stages { get; init; }

    /// <summary>The summary of an adaptation.</summary>
    internal static TuningSummary Of(string query, AdaptationReport report) => new()
    {
        Query = query,
        Selected = [.. report.Picks.Select(pick => new ReadPassage(pick.Id, pick.Document, pick.Text, pick.Score, pick.Uncertainty))],
        Prior = report.Prior,
        Uncertainty = report.Picks is [.., var last] ? last.Uncertainty : report.Prior,
        Steps = report.Steps,
        Kept = report.Kept,
        LossBefore = Finite(report.LossBefore),
        LossAfter = Finite(report.LossAfter),
        Seconds = report.Seconds.Values.Sum(),
        Stages = report.Seconds,
    };

    private static double? Finite(double loss) => double.IsFinite(loss) ? loss : null;
}
