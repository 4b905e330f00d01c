namespace Loci.Ingest;

/// <summary>Where remembering stands.</summary>
/// <param name="Documents">Documents remembered.</param>
/// <param name="Chunks">Chunks remembered.</param>
/// <param name="Skipped">Documents passed over: already there, or unreadable.</param>
/// <param name="BytesDone">Bytes of the files read.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record IngestProgress(int Documents, int Chunks, int Skipped, long BytesDone, long BytesTotal, TimeSpan Elapsed)
{
    /// <summary>Bytes a second so far.</summary>
    public double BytesPerSecond => BytesDone / Math.Max(1e-3, Elapsed.TotalSeconds);

    /// <summary>Time left at that rate.</summary>
    public TimeSpan Remaining => BytesDone == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(0, BytesTotal - BytesDone) / BytesPerSecond);
}
