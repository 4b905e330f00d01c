using System.Globalization;

namespace Loci.Text;

/// <summary>
/// Finds natural places to cut a text. A place i means: between the characters i - 1 and i. All answers look at a bounded
/// neighbourhood, so the cost is linear in the stretch that is searched.
/// </summary>
internal static class TextBreaks
{
    private const int LookBehind = 64;
    private const int LookAhead = 64;
    private const string SentenceEnds = ".!?…";
    private const string WideSentenceEnds = "。！？｡";
    private const string Closers = "\"'”’)]}»›」』）】";

    /// <summary>
    /// The best place in (start, limit] that leaves at least half of the stretch in front of it: the last blank line, else the last
    /// line end that leaves six tenths, else such a sentence end, else the last white space, else <see cref="Hard"/>.
    /// </summary>
    /// <returns>The place, in (start, limit], and its kind.</returns>
    public static (int Place, BreakKind Kind) FindLast(string text, int start, int limit)
    {
        var length = limit - start;
        var (half, most) = (start + Math.Max(1, length / 2), start + Math.Max(1, (int)(length * 0.6)));
        Span<int> last = stackalloc int[(int)BreakKind.BlankLine + 1];
        for (var i = limit; i >= half && last[(int)BreakKind.BlankLine] == 0; i--)
        {
            var kind = (int)KindAt(text, i);
            if (last[kind] == 0)
                last[kind] = i;
        }
        if (last[(int)BreakKind.BlankLine] > 0)
            return (last[(int)BreakKind.BlankLine], BreakKind.BlankLine);
        foreach (var kind in (ReadOnlySpan<BreakKind>)[BreakKind.Line, BreakKind.Sentence])
        {
            if (last[(int)kind] >= most)
                return (last[(int)kind], kind);
        }
        var word = Math.Max(last[(int)BreakKind.WhiteSpace], Math.Max(last[(int)BreakKind.Sentence], last[(int)BreakKind.Line]));
        return word > 0 ? (word, BreakKind.WhiteSpace) : (Hard(text, start, limit), BreakKind.None);
    }

    /// <summary>The last place in (start, limit] between two graphemes, else between two code points, else the end of the first code point.</summary>
    public static int Hard(string text, int start, int limit)
    {
        var window = text.AsSpan(start, Math.Min(text.Length, limit + LookAhead) - start);
        var place = 0;
        while (place < window.Length)
        {
            var next = place + StringInfo.GetNextTextElementLength(window[place..]);
            var known = next < window.Length || start + window.Length == text.Length; // the window may end inside the last grapheme
            if (start + next > limit || !known)
                break;
            place = next;
        }
        if (place > 0)
            return start + place;
        var inside = limit < text.Length && IsPair(text, limit) ? limit - 1 : limit;
        return inside > start ? inside : start + FirstCodePoint(text, start);
    }

    /// <summary>The number of characters, 1 or 2, of the code point that begins at <paramref name="start"/>.</summary>
    public static int FirstCodePoint(string text, int start) => start + 1 < text.Length && IsPair(text, start + 1) ? 2 : 1;

    /// <summary>How natural it is to cut at <paramref name="i"/>.</summary>
    public static BreakKind KindAt(string text, int i)
    {
        if (i <= 0 || i >= text.Length)
            return i == text.Length ? BreakKind.BlankLine : BreakKind.None;
        var (before, after) = (text[i - 1], text[i]);
        if (before == '\n' || (before == '\r' && after != '\n'))
            return FollowsBlankLine(text, i) ? BreakKind.BlankLine : BreakKind.Line;
        if (after is '\n' or '\r')
            return BreakKind.None;
        if (WideSentenceEnds.Contains(before))
            return Closers.Contains(after) || WideSentenceEnds.Contains(after) || Continues(after) ? BreakKind.None : BreakKind.Sentence;
        if (!char.IsWhiteSpace(after) || (i + 1 < text.Length && (char.IsWhiteSpace(text[i + 1]) || Continues(text[i + 1]))))
            return BreakKind.None;
        return FollowsSentence(text, i) ? BreakKind.Sentence : BreakKind.WhiteSpace;
    }

    private static bool IsPair(string text, int i) => char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]);

    private static bool Continues(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format || char.IsLowSurrogate(c);

    private static bool FollowsBlankLine(string text, int i)
    {
        var end = i - 1 - (i >= 2 && text[i - 1] == '\n' && text[i - 2] == '\r' ? 1 : 0);
        for (var j = end - 1; j >= 0 && j >= end - LookBehind; j--)
        {
            if (text[j] is '\n' or '\r')
                return true;
            if (!char.IsWhiteSpace(text[j]))
                return false;
        }
        return false;
    }

    private static bool FollowsSentence(string text, int i)
    {
        var (j, first) = (i - 1, Math.Max(0, i - LookBehind));
        while (j >= first && char.IsWhiteSpace(text[j]))
            j--;
        while (j >= first && Closers.Contains(text[j]))
            j--;
        return j >= first && SentenceEnds.Contains(text[j]);
    }
}
