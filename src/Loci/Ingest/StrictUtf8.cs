using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Loci.Ingest;

/// <summary>UTF-8 that says where it is broken instead of replacing what it cannot read.</summary>
public static class StrictUtf8
{
    /// <summary>What a UTF-8 file may begin with.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text of <paramref name="bytes"/>, without a byte order mark.</summary>
    /// <exception cref="InvalidInputException">The bytes are not UTF-8; the message gives the offset.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string source)
    {
        Require(bytes, source, 0);
        return Encoding.UTF8.GetString(bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
    }

    /// <summary>Holds bytes that begin at <paramref name="position"/> of a source to UTF-8.</summary>
    /// <exception cref="InvalidInputException">They are not; the message gives the offset in the source.</exception>
    public static void Require(ReadOnlySpan<byte> bytes, string source, long position)
    {
        if (Utf8.IsValid(bytes)) return;
        var offset = FindInvalid(bytes);
        var kind = position == 0 && bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? " It looks like UTF-16." : "";
        throw new InvalidInputException(
            $"{source}: expected UTF-8 text, found a byte that is none (0x{bytes[offset]:X2}) at offset {position + offset}.{kind} Convert the file to UTF-8.");
    }

    private static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var buffer = new char[4096];
        var offset = 0;
        OperationStatus status;
        do
        {
            status = Utf8.ToUtf16(bytes[offset..], buffer, out var read, out _, replaceInvalidSequences: false);
            offset += read;
        }
        while (status == OperationStatus.DestinationTooSmall);
        return offset;
    }
}
