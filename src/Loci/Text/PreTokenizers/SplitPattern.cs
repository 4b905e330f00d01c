using System.Text.RegularExpressions;

namespace Loci.Text.PreTokenizers;

/// <summary>
/// A regular expression as tokenizer files write it, matched by code point. .NET matches UTF-16 units, where a letter beyond U+FFFF looks like
/// two non-letters; such characters are therefore replaced, for matching only, by one of the same category from the basic plane.
/// </summary>
internal sealed class SplitPattern
{
    /// <summary>The words of GPT-2.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The words of Llama 3 and its kin: contractions in either case, digits in groups of at most three.</summary>
    public const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="InvalidInputException">The pattern is not one that .NET can match.</exception>
    public SplitPattern(string pattern)
    {
        try
        {
            _regex = new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, _patience);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"The tokenizer splits text by the pattern '{pattern}', which cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Appends the stretches of the text, matched and not, in order; together they are the whole text.</summary>
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

    private void Cut(string text, int[]? offsets, List<Stretch> stretches)
    {
        int done = 0;
        foreach (ValueMatch match in _regex.EnumerateMatches(text))
        {
            Add(done, match.Index, matched: false);
            Add(match.Index, match.Index + match.Length, matched: true);
            done = match.Index + match.Length;
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
}
