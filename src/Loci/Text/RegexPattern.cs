using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Loci.Text.PreTokenizers;

namespace Loci.Text;

/// <summary>
/// A regular expression as tokenizer files write it, matched by code point. .NET matches UTF-16 units, where a letter beyond U+FFFF looks like
/// two non-letters; such characters are therefore replaced, for matching only, by one of the same category from the basic plane.
/// </summary>
internal sealed class RegexPattern : ITextPattern
{
    /// <summary>The words of GPT-2.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The words of Llama 3 and its kin: contractions in either case, digits in groups of at most three.</summary>
    public const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // A match is a word: microseconds. What takes a second backtracks without end, and what takes that long for many matches as well.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patienceForEachCharacter = TimeSpan.FromMicroseconds(10);

    private const int LongestPattern = 8192; // published ones have a few hundred characters
    private const int LongestShown = 80;

    private readonly string _pattern;

    private readonly Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="InvalidInputException">The pattern is not one that .NET can match.</exception>
    public RegexPattern(string pattern)
    {
        _pattern = pattern.Length <= LongestShown ? pattern : pattern[..LongestShown] + "...";
        if (pattern.Length > LongestPattern)
        {
            throw new InvalidInputException($"The tokenizer splits text by the pattern '{_pattern}' of {pattern.Length} characters, where at most {LongestPattern} are plausible.");
        }

        try
        {
            _regex = new Regex(WithLongS(pattern), RegexOptions.Compiled | RegexOptions.CultureInvariant, _patience);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"The tokenizer splits text by the pattern '{_pattern}', which cannot be read: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Cut(string text, List<Stretch> stretches)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Cut(text, offsets: null, stretches);
            return;
        }

        (string shadow, int[] offsets) = BasicPlaneShadow.Of(text);
        Cut(shadow, offsets, stretches);
    }

    /// <inheritdoc/>
    public string Replace(string text, string content)
    {
        var stretches = new List<Stretch>();
        Cut(text, stretches);
        var result = new StringBuilder(text.Length);
        foreach (Stretch stretch in stretches)
        {
            if (stretch.Matched)
            {
                result.Append(content);
            }
            else
            {
                result.Append(text, stretch.Start, stretch.End - stretch.Start);
            }
        }

        return result.ToString();
    }

    /// <summary>Under Unicode's case folding, which .NET does not apply, the long s of old print is an s as well.</summary>
    private static string WithLongS(string pattern) => pattern.Replace("(?i:'s|", "(?i:'s|'\u017F|", StringComparison.Ordinal);

    private void Cut(string text, int[]? offsets, List<Stretch> stretches)
    {
        int done = 0;
        long started = Stopwatch.GetTimestamp();
        TimeSpan patience = _patience + (text.Length * _patienceForEachCharacter);
        try
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(text))
            {
                Add(done, match.Index, matched: false);
                Add(match.Index, match.Index + match.Length, matched: true);
                done = match.Index + match.Length;
                if (Stopwatch.GetElapsedTime(started) > patience)
                {
                    throw Endless(new RegexMatchTimeoutException());
                }
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw Endless(error);
        }

        Add(done, text.Length, matched: false);

        void Add(int start, int end, bool matched)
        {
            if (end > start)
            {
                stretches.Add(new Stretch(offsets?[start] ?? start, offsets?[end] ?? end, matched));
            }
        }
    }

    private InvalidInputException Endless(RegexMatchTimeoutException error) =>
        new($"The tokenizer splits text by the pattern '{_pattern}', which goes over the same text again and again: it was given up after {_patience.TotalSeconds} s. Use another tokenizer.", error);
}
