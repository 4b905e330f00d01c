using Loci.Evaluation.Records;

namespace Loci.Evaluation.Tables;

/// <summary>Percent of the base in other ways of taking the middle than Σ nats / Σ nats.</summary>
/// <param name="MeanOfSubsets">Mean of the subsets' percents: each subset counts alike.</param>
/// <param name="MeanOfDocuments">Mean of the documents' percents: each document counts alike.</param>
/// <param name="Median">Median of the documents' percents.</param>
/// <param name="Without">The total without the subset that gains most, or null where there is but one.</param>
/// <param name="Harmed">Documents above 100 percent.</param>
public sealed record Middle(double MeanOfSubsets, double MeanOfDocuments, double Median, double? Without, int Harmed)
{
    internal static Middle Of(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> nats, IReadOnlyDictionary<string, TableCell> subsets, string? leftOut)
    {
        double[] percents = [.. documents.Select(document => 100 * nats(document) / document.BaseNats).Order()];
        DocumentResult[] rest = [.. documents.Where(document => document.Subset != leftOut)];
        return new Middle(
            subsets.Values.Average(subset => subset.Percent),
            percents.Average(),
            (percents[(percents.Length - 1) / 2] + percents[percents.Length / 2]) / 2,
            leftOut is null || rest.Length == 0 ? null : TableCell.Of(rest, nats).Percent,
            documents.Count(document => nats(document) > document.BaseNats)); // not by percent: 100 · x / x may be more than 100
    }
}
