using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;
using ZstdSharp;

namespace Loci.Ingest;

/// <summary>Opens files that may be compressed, and tells a file that was cut short from one that ended.</summary>
internal static class Decompression
{
    private static ReadOnlySpan<byte> Zstandard => [0x28, 0xB5, 0x2F, 0xFD];

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    /// <summary>The content of <paramref name="stream"/>, decompressed by what its first bytes say.</summary>
    /// <exception cref="InvalidInputException">The name says that it is compressed and the bytes do not.</exception>
    public static Stream Open(Stream stream, string name)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        Span<byte> head = stackalloc byte[4];
        var length = buffered.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head[..length].ToArray(), buffered);
        if (head[..length].StartsWith(Zstandard)) return new DecompressionStream(whole, leaveOpen: false);
        if (head[..length].StartsWith(Gzip)) return new GZipInputStream(whole); // the framework's own ends silently where a file was cut short
        if (Path.GetExtension(name) is ".zst" or ".gz")
            throw new InvalidInputException($"{name}: expected a compressed file, as its name says, found something else. It may be cut short; fetch or compress it again.");
        return whole;
    }

    /// <summary>Whether an exception of a read says that compressed data is damaged or cut short.</summary>
    public static bool IsDamage(Exception e) => e is ZstdException or SharpZipBaseException or InvalidDataException or EndOfStreamException;
}
