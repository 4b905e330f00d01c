using System.Globalization;
using System.Text;

namespace Loci.Text.Normalizers;

/// <summary>Leaves out marks of some general categories, such as the accents of decomposed letters.</summary>
internal sealed class StripMarksNormalizer(params UnicodeCategory[] categories) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!categories.Contains(Rune.GetUnicodeCategory(rune)))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }
}
