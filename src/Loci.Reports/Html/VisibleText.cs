using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Loci.Reports.Html;

/// <summary>Texts of strangers as HTML: nothing in them is markup, and nothing in them is hidden or turns the text around it.</summary>
internal static class VisibleText
{
    private const int ControlPictures = 0x2400; // U+2400 to U+241F draw the control characters
    private const char Delete = '\u007f', DeletePicture = '\u2421';

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Encoded, for text and for quoted attributes. Line breaks and tabs stay.</summary>
    public static string Encode(string? text) => text is null ? "" : Encoder.Encode(NeedsCare(text) ? Show(text) : text);

    /// <summary>On one line: runs of white space become a blank.</summary>
    /// <param name="text">The text.</param>
    /// <param name="letters">Letters at most; what is cut off leaves an ellipsis.</param>
    public static string Line(string text, int letters)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= letters) return line;
        return line[..(char.IsHighSurrogate(line[letters - 1]) ? letters - 1 : letters)].TrimEnd() + "…";
    }

    /// <summary>White space drawn: breaks as ↵, tabs as ⇥.</summary>
    public static string Spaces(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "↵", StringComparison.Ordinal).Replace("\t", "⇥", StringComparison.Ordinal);

    private static bool NeedsCare(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c) || IsHidden(c)) return true;
        }
        return false;
    }

    private static bool IsHidden(char c) => c is not ('\n' or '\t') && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Show(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair comes as U+FFFD
        {
            if (rune.Value is '\n' or '\t' || !IsHidden(rune)) shown.Append(rune.ToString());
            else if (rune.Value < ' ') shown.Append((char)(ControlPictures + rune.Value));
            else if (rune.Value == Delete) shown.Append(DeletePicture);
            else shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
        }
        return shown.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
