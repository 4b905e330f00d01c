using Loci.Evaluation.Records;
using Loci.Evaluation.Statistics;

namespace Loci.Evaluation.Tables;

/// <summary>One method's column of the table.</summary>
/// <param name="Total">All documents together.</param>
/// <param name="Interval">Interval of the total's percent.</param>
/// <param name="Subsets">Each subset, by name.</param>
/// <param name="Middle">Percent in other ways of taking the middle.</param>
public sealed record MethodTable(TableCell Total, Interval Interval, IReadOnlyDictionary<string, TableCell> Subsets, Middle Middle)
{
    internal static MethodTable Of(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> nats, string? leftOut, Bootstrap bootstrap)
    {
        var subsets = new SortedDictionary<string, TableCell>(StringComparer.Ordinal);
        foreach (var subset in documents.GroupBy(document => document.Subset, StringComparer.Ordinal)) subsets[subset.Key] = TableCell.Of([.. subset], nats);
        var interval = bootstrap.Percent([.. documents.Select(nats)], [.. documents.Select(document => document.BaseNats)]);
        return new MethodTable(TableCell.Of(documents, nats), interval, subsets, Middle.Of(documents, nats, subsets, leftOut));
    }
}
