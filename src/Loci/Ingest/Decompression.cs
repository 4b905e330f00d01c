using ICSharpCode.SharpZipLib;
using ZstdSharp;

namespace Loci.Ingest;

/// <summary>Opens files that may be compressed, and tells a file that was cut short from one that ended.</summary>
internal static class Decompression
{
    /// <summary>The content of <paramref name="stream"/>, decompressed by what its first bytes say; it can be sought in where it is not compressed and the stream can.</summary>
    /// <exception cref="InvalidInputException">The name says that it is compressed and the bytes do not.</exception>
    public static Stream Open(Stream stream, string name)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        Span<byte> head = stackalloc byte[4];
        var length = buffered.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        Stream whole = buffered.CanSeek ? buffered : new PrefixedStream(head[..length].ToArray(), buffered);
        if (buffered.CanSeek) buffered.Position = 0;
        switch (head[..length])
        {
            case [0x28, 0xB5, 0x2F, 0xFD] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18]: // a frame, or a skippable one in front of it
                return new DecompressionStream(whole, leaveOpen: false);
            case [0x1F, 0x8B, ..]:
                return new CheckedGzipStream(whole);
        }
        if (length > 0 && Path.GetExtension(name).ToLowerInvariant() is ".zst" or ".gz")
            throw new InvalidInputException($"{name}: expected a compressed file, as its name says, found something else. It may be cut short; fetch or compress it again.");
        return whole;
    }

    /// <summary>Whether an exception of a read says that compressed data is damaged or cut short.</summary>
    public static bool IsDamage(Exception e) => e is ZstdException or SharpZipBaseException or InvalidDataException or EndOfStreamException;
}
