using System.Text;
using System.Text.RegularExpressions;
using Loci.Ingest;

namespace Loci.Formats.Html;

/// <summary>
/// How the bytes of a page are to be read, as browsers find it (WHATWG Encoding and HTML 13.2.3.2): by a byte order mark, else by what a meta element
/// or an XML declaration in the first 1,024 bytes says, else as UTF-8 where the bytes are that, else as windows-1252.
/// </summary>
internal static partial class HtmlCharset
{
    private const int Declared = 1024;

    /// <summary>The text of a page.</summary>
    /// <exception cref="InvalidInputException">The bytes are said to be UTF-8, and are not.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        var declared = bytes.StartsWith(StrictUtf8.ByteOrderMark) ? Encoding.UTF8 : Said(bytes);
        if (declared is null) return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        return declared is UTF8Encoding ? StrictUtf8.Decode(bytes, name) : declared.GetString(bytes);
    }

    private static Encoding? Said(ReadOnlySpan<byte> bytes)
    {
        var match = Charset().Match(Encoding.Latin1.GetString(bytes[..Math.Min(Declared, bytes.Length)]));
        return match.Success ? Find(match.Groups["label"].Value.ToLowerInvariant()) : null;
    }

    private static Encoding? Find(string label)
    {
        if (label is "iso-8859-1" or "latin1" or "us-ascii" or "ascii") label = "windows-1252"; // as the standard maps them
        if (label.StartsWith("utf-16", StringComparison.Ordinal)) return Encoding.UTF8; // what is said in ASCII is not said in UTF-16
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<(?:meta\b|\?xml\b)[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*(?<label>[\w:.-]+)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Charset();
}
