namespace Loci.Ingest;

/// <summary>How far reading has come, in bytes of the files as they lie on the disk.</summary>
public sealed class ReadingProgress
{
    private long _done;
    private long _total;

    /// <summary>Bytes read.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Bytes known to be read in all; standard input counts as it comes.</summary>
    public long Total => Interlocked.Read(ref _total);

    internal void Expect(long bytes) => Interlocked.Add(ref _total, bytes);

    internal void Advance(long bytes) => Interlocked.Add(ref _done, bytes);
}
