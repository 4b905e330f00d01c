using System.Globalization;
using System.Text;

namespace Loci.Hub;

/// <summary>Words of strangers, fit for a message: a terminal acts on control characters.</summary>
internal static class Visible
{
    private const int Longest = 120;

    /// <summary>The text with what cannot be seen written as escapes, cut where it is long.</summary>
    public static string Text(string? text)
    {
        var visible = new StringBuilder();
        foreach (var character in text ?? "")
        {
            if (visible.Length >= Longest) return visible.Append('…').ToString();
            var hidden = char.IsControl(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            visible.Append(hidden ? $"\\u{(int)character:x4}" : character);
        }
        return visible.ToString();
    }
}
