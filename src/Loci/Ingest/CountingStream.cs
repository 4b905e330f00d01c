namespace Loci.Ingest;

/// <summary>Passes reads on and counts how far they have come; what is read twice counts once.</summary>
internal sealed class CountingStream(Stream inner, ReadingProgress progress) : ReadOnlyStream(inner)
{
    private long _position;
    private long _furthest;

    public override bool CanSeek => Inner.CanSeek;
    public override long Length => Inner.Length;
    public override long Position { get => Inner.Position; set => _position = Inner.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        _position += read;
        if (_position <= _furthest) return read;
        progress.Advance(_position - _furthest);
        _furthest = _position;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = Inner.Seek(offset, origin);

    /// <summary>Counts what was not read, because nothing in it was needed or all of it was passed over.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Inner.CanSeek && Inner.Length > _furthest)
        {
            progress.Advance(Inner.Length - _furthest);
            _furthest = Inner.Length;
        }
        base.Dispose(disposing);
    }
}
