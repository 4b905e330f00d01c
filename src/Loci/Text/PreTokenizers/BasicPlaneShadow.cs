using System.Globalization;
using System.Text;

namespace Loci.Text.PreTokenizers;

/// <summary>
/// A text with one UTF-16 unit per code point: each character beyond U+FFFF is replaced by one of its general category, so that patterns made
/// of categories match by code point. A lone surrogate becomes U+FFFD, as it does in UTF-8.
/// </summary>
internal static class BasicPlaneShadow
{
    // Rarely written characters, so that none of them is a literal in a pattern. Order is that of UnicodeCategory.
    private const string Representatives =
        "\u0100\u0101\u01C5\u02B0\u05D0\u0316\u0903\u0488\u0660\u2160\u09F4\u1680\u2028\u2029\u009F\u00AD\uFFFD\uE000\u203F\u058A\u2045\u2046\u00AB\u00BB\u00A7\u00AC\u20A1\u00A8\u00A6\u0378";

    /// <summary>The shadow, and for each of its positions, one past its end included, the position in the text.</summary>
    public static (string Shadow, int[] Offsets) Of(string text)
    {
        var shadow = new StringBuilder(text.Length);
        var offsets = new List<int>(text.Length + 1);
        int position = 0;
        while (position < text.Length)
        {
            offsets.Add(position);
            Rune.DecodeFromUtf16(text.AsSpan(position), out Rune rune, out int length);
            shadow.Append(rune.IsBmp ? (char)rune.Value : Representative(rune));
            position += length;
        }

        offsets.Add(text.Length);
        return (shadow.ToString(), offsets.ToArray());
    }

    private static char Representative(Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        return Representatives[(int)category];
    }
}
