namespace Loci.Ingest;

/// <summary>How documents are read.</summary>
public sealed record IngestOptions
{
    /// <summary>Whether anything that would be passed over is an error instead.</summary>
    public bool Strict { get; init; }

    /// <summary>What <c>-</c> reads; null where there is no such input.</summary>
    public Stream? StandardInput { get; init; }
}
