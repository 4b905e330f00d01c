using Loci.Evaluation.Records;

namespace Loci.Evaluation.Tables;

/// <summary>How well a set of documents was predicted.</summary>
/// <param name="Bpb">Bits per byte: Σ nats / ln 2 / Σ bytes.</param>
/// <param name="Percent">Percent of the base's bits per byte on the same documents.</param>
/// <param name="Bytes">UTF-8 bytes scored.</param>
/// <param name="Documents">Number of documents.</param>
public sealed record TableCell(double Bpb, double Percent, long Bytes, int Documents)
{
    internal static TableCell Of(IReadOnlyList<DocumentResult> documents, Func<DocumentResult, double> nats)
    {
        double sum = documents.Sum(nats), plain = documents.Sum(document => document.BaseNats);
        var bytes = documents.Sum(document => document.Bytes);
        return new TableCell(sum / Math.Log(2) / bytes, 100 * sum / plain, bytes, documents.Count);
    }
}
