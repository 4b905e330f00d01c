using System.Buffers;
using System.Globalization;
using System.Text;

namespace Loci.Text;

/// <summary>Finds added tokens in text: the leftmost, and of those that begin together the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Pattern, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _first;

    /// <summary>Creates a finder of tokens, each by the pattern that it has in the text to be searched.</summary>
    public AddedTokenFinder(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(one => one.Pattern.Length > 0).GroupBy(one => one.Pattern[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(one => one.Pattern.Length).ToArray());
        _first = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Appends the sections of a piece of text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="opensText">Whether the piece opens the whole text.</param>
    /// <param name="sections">Where sections go.</param>
    /// <param name="accepts">Whether a token counts from one position to another, or null where every token does.</param>
    public void Split(string text, bool opensText, List<Section> sections, Func<int, int, AddedToken, bool>? accepts = null)
    {
        int done = 0;
        int from = 0;
        while (Next(text, from, accepts) is { } found)
        {
            (int start, int end, AddedToken token) = found;
            from = end;
            if (token.SingleWord && (IsWordBefore(text, start) || IsWordAt(text, end)))
            {
                continue;
            }

            start = token.StripsLeft ? done + text.AsSpan(done, start - done).TrimEnd().Length : start; // not before done: white space would be gone through again for each token
            end = token.StripsRight ? text.Length - text.AsSpan(end).TrimStart().Length : end;
            AddText(done, start);
            sections.Add(new Section(text[start..end], opensText && start == 0, token.Id));
            done = end;
            from = Math.Max(from, end);
        }

        AddText(done, text.Length);

        void AddText(int start, int end)
        {
            if (end > start)
            {
                sections.Add(new Section(text[start..end], opensText && start == 0, Token: null));
            }
        }
    }

    private (int Start, int End, AddedToken Token)? Next(string text, int from, Func<int, int, AddedToken, bool>? accepts)
    {
        for (int start = from; start < text.Length; start++)
        {
            int skipped = text.AsSpan(start).IndexOfAny(_first);
            if (skipped < 0)
            {
                return null;
            }

            start += skipped;
            foreach ((string pattern, AddedToken token) in _byFirst[text[start]])
            {
                if (text.AsSpan(start).StartsWith(pattern, StringComparison.Ordinal) && accepts?.Invoke(start, start + pattern.Length, token) != false)
                {
                    return (start, start + pattern.Length, token);
                }
            }
        }

        return null;
    }

    private static bool IsWordBefore(string text, int position) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, position), out Rune rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool IsWordAt(string text, int position) =>
        Rune.DecodeFromUtf16(text.AsSpan(position), out Rune rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber;
}
