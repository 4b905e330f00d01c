using System.Text;

namespace Loci.Ingest;

/// <summary>UTF-8 that says where it is broken instead of replacing what it cannot read.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text of <paramref name="bytes"/>, without a byte order mark.</summary>
    /// <exception cref="InvalidInputException">The bytes are not UTF-8; the message gives the offset.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string source)
    {
        var skipped = bytes.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        try
        {
            return Encoding.GetString(bytes[skipped..]);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException($"{source}: expected UTF-8 text, found a byte that is none (0x{e.BytesUnknown?[0] ?? 0:X2}) at offset {skipped + e.Index}. Convert the file to UTF-8.", e);
        }
    }
}
