using System.Globalization;
using System.Text;

namespace Loci.Text.Normalizers;

/// <summary>The character-wise part of BERT's normalisation: control characters go, white space becomes a space, Chinese characters stand alone.</summary>
/// <param name="cleanText">Whether control characters and white space are treated.</param>
/// <param name="separateChinese">Whether spaces are put around Chinese characters.</param>
internal sealed class BertCleaner(bool cleanText, bool separateChinese) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (cleanText && IsDropped(rune))
            {
                continue;
            }

            if (cleanText && Rune.IsWhiteSpace(rune))
            {
                result.Append(' ');
            }
            else if (separateChinese && IsChinese(rune.Value))
            {
                result.Append(' ').Append(rune.ToString()).Append(' ');
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static bool IsDropped(Rune rune) => rune.Value is 0 or 0xFFFD || (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    private static bool IsChinese(int point) => point
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
