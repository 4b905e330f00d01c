namespace Loci.Ingest;

/// <summary>Passes reads on and counts their bytes.</summary>
internal sealed class CountingStream(Stream inner, ReadingProgress progress) : ReadOnlyStream(inner)
{
    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        progress.Advance(read);
        return read;
    }
}
