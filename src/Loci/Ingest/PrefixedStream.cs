namespace Loci.Ingest;

/// <summary>Bytes already read, then the rest of a stream.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream(rest)
{
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given == prefix.Length) return Inner.Read(buffer);
        var count = Math.Min(buffer.Length, prefix.Length - _given);
        prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}
