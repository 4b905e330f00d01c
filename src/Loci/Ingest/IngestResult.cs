namespace Loci.Ingest;

/// <summary>What remembering did.</summary>
/// <param name="Documents">Documents remembered.</param>
/// <param name="Chunks">Chunks remembered.</param>
/// <param name="Skipped">Documents passed over: already there, or unreadable.</param>
/// <param name="Problems">What was unreadable: the first 1,000.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record IngestResult(int Documents, int Chunks, int Skipped, IReadOnlyList<IngestProblem> Problems, TimeSpan Elapsed)
{
    /// <summary>Documents forgotten because their files are gone.</summary>
    public int Forgotten { get; init; }
}
