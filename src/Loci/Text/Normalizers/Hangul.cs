namespace Loci.Text.Normalizers;

/// <summary>Korean syllables, which are composed of their letters by arithmetic (Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00, Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Appends the two or three letters of a syllable; false for any other character.</summary>
    public static bool TryDecompose(int codePoint, List<int> parts)
    {
        int index = codePoint - Syllables;
        if (index is < 0 or >= SyllableCount)
        {
            return false;
        }

        parts.Add(Leading + (index / (VowelCount * TrailingCount)));
        parts.Add(Vowels + (index / TrailingCount % VowelCount));
        if (index % TrailingCount > 0)
        {
            parts.Add(Trailing + (index % TrailingCount));
        }

        return true;
    }

    /// <summary>The syllable that two characters make, or null.</summary>
    public static int? Compose(int first, int second)
    {
        int leading = first - Leading, vowel = second - Vowels, syllable = first - Syllables, trailing = second - Trailing;
        if (leading is >= 0 and < LeadingCount && vowel is >= 0 and < VowelCount)
        {
            return Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        }

        bool open = syllable is >= 0 and < SyllableCount && syllable % TrailingCount == 0;
        return open && trailing is > 0 and < TrailingCount ? first + trailing : null;
    }
}
