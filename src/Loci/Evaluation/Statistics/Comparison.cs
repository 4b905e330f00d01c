using Loci.Evaluation.Records;

namespace Loci.Evaluation.Statistics;

/// <summary>A method against another on the same documents.</summary>
/// <param name="Difference">Points of percent of the base, in total; below zero the method is better.</param>
/// <param name="Interval">Its paired interval.</param>
/// <param name="WithoutSubset">The difference without the subset left out, or null where there is but one.</param>
/// <param name="WithoutInterval">Its paired interval.</param>
/// <param name="Better">Share of documents on which the method is better.</param>
public sealed record Comparison(double Difference, Interval Interval, double? WithoutSubset, Interval? WithoutInterval, double Better)
{
    internal static Comparison Of(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> method, Func<DocumentResult, double> other, string? leftOut, int seed)
    {
        var (difference, interval) = Paired(documents, method, other, seed);
        DocumentResult[] rest = [.. documents.Where(document => document.Subset != leftOut)];
        var without = leftOut is null || rest.Length == 0 ? default : Paired(rest, method, other, seed);
        return new Comparison(
            difference, interval, without.Interval is null ? null : without.Difference, without.Interval, documents.Count(document => method(document) < other(document)) / (double)documents.Count);
    }

    private static (double Difference, Interval Interval) Paired(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> method, Func<DocumentResult, double> other, int seed)
    {
        double[] differences = [.. documents.Select(document => method(document) - other(document))], plain = [.. documents.Select(document => document.BaseNats)];
        return (100 * differences.Sum() / plain.Sum(), new Bootstrap(documents.Count, seed).Percent(differences, plain));
    }
}
