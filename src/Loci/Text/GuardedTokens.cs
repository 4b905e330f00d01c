using Loci.Text.Vocabularies;

namespace Loci.Text;

/// <summary>
/// The added tokens of a tokenizer over text of which only some is markup. Reserved tokens are found where all of their characters are markup; other
/// added tokens, such as runs of white space, are found anywhere, across the borders of segments too. So text without look-alikes gets the ids
/// that it gets as one string.
/// </summary>
internal sealed class GuardedTokens
{
    private readonly Dictionary<int, AddedToken> _reserved;
    private readonly AddedTokenFinder _raw;
    private readonly AddedTokenFinder _normalized;
    private readonly Func<string, string> _normalize;

    /// <summary>Sorts the tokens.</summary>
    /// <param name="tokens">All added tokens.</param>
    /// <param name="reserved">Contents of tokens that are reserved though they are not special.</param>
    /// <param name="normalize">The tokenizer's normalizer.</param>
    public GuardedTokens(IReadOnlyList<AddedToken> tokens, IReadOnlyCollection<string> reserved, Func<string, string> normalize)
    {
        var names = reserved.ToHashSet(StringComparer.Ordinal);
        _reserved = tokens.Where(token => token.Special || names.Contains(token.Content)).DistinctBy(token => token.Id).ToDictionary(token => token.Id);
        // Markup is written as the tokens are, so that reserved ones need no normalizing; after it nobody could say which characters were markup.
        _raw = new(tokens.Where(token => IsReserved(token.Id) || !token.Normalized).Select(token => (token.Content, token)));
        _normalized = new(tokens.Where(token => !IsReserved(token.Id) && token.Normalized).Select(token => (normalize(token.Content), token)));
        _normalize = normalize;
    }

    /// <summary>The tokens that were found and the normalised text between them, in order.</summary>
    public List<Section> Split(IReadOnlyList<TextSegment> segments)
    {
        var raw = new List<Section>();
        var markup = Markup(segments);
        _raw.Split(string.Concat(segments.Select(segment => segment.Text)), opensText: true, raw,
            (start, end, token) => !IsReserved(token.Id) || markup.Exists(range => range.Start <= start && end <= range.End));
        var sections = new List<Section>(raw.Count);
        foreach (var section in raw)
        {
            if (section.Token is null) _normalized.Split(_normalize(section.Text), section.OpensText, sections);
            else sections.Add(section);
        }
        return sections;
    }

    /// <summary>
    /// Appends the ids of a word. A vocabulary that holds a reserved token among its pieces may find it in the word; such a word is broken inside the
    /// look-alike.
    /// </summary>
    public void Encode(string word, IVocabulary vocabulary, List<int> ids)
    {
        var before = ids.Count;
        vocabulary.Encode(word, ids);
        for (var i = before; i < ids.Count; i++)
        {
            if (!_reserved.TryGetValue(ids[i], out var token) || token.Content.Length < 2) continue;
            var at = word.IndexOf(token.Content, StringComparison.Ordinal);
            if (at < 0) continue; // the unknown token, for characters that are unknown
            ids.RemoveRange(before, ids.Count - before);
            Encode(word[..(at + 1)], vocabulary, ids);
            Encode(word[(at + 1)..], vocabulary, ids);
            return;
        }
    }

    private bool IsReserved(int id) => _reserved.ContainsKey(id);

    /// <summary>The ranges of markup in the whole text; neighbours are one range.</summary>
    private static List<(int Start, int End)> Markup(IReadOnlyList<TextSegment> segments)
    {
        var ranges = new List<(int Start, int End)>();
        var start = 0;
        foreach (var segment in segments)
        {
            var end = start + segment.Text.Length;
            if (segment.IsMarkup && ranges is [.., var last] && last.End == start) ranges[^1] = (last.Start, end);
            else if (segment.IsMarkup) ranges.Add((start, end));
            start = end;
        }
        return ranges;
    }
}
