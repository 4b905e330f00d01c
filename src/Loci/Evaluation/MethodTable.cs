namespace Loci.Evaluation;

/// <summary>One method's row of the table.</summary>
/// <param name="Total">All documents together.</param>
/// <param name="Subsets">Each subset, by name.</param>
public sealed record MethodTable(TableCell Total, IReadOnlyDictionary<string, TableCell> Subsets)
{
    internal static MethodTable Of(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> nats)
    {
        var subsets = new SortedDictionary<string, TableCell>(StringComparer.Ordinal);
        foreach (var subset in documents.GroupBy(document => document.Subset, StringComparer.Ordinal)) subsets[subset.Key] = TableCell.Of([.. subset], nats);
        return new MethodTable(TableCell.Of(documents, nats), subsets);
    }
}
