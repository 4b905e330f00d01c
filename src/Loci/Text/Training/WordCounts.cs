using System.Runtime.InteropServices;
using Loci.Text.PreTokenizers;

namespace Loci.Text.Training;

/// <summary>How often each word occurs in the texts; special tokens written in them are no words.</summary>
internal sealed class WordCounts(RegexPattern pattern, IReadOnlyList<string> specialTokens)
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly AddedTokenFinder _special = new(specialTokens.Select((token, id) => (token, new AddedToken(id, token))));
    private readonly List<Section> _sections = [];
    private readonly List<Stretch> _stretches = [];

    /// <summary>Counts the words of a text.</summary>
    public void Add(string text)
    {
        _sections.Clear();
        _special.Split(text, opensText: true, _sections);
        foreach (Section section in _sections)
        {
            if (section.Token is null)
            {
                AddWords(section.Text);
            }
        }
    }

    /// <summary>The words in the byte alphabet with their counts, in ordinal order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Ordered()
    {
        var encoded = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string word, long count) in _counts)
        {
            string key = ByteAlphabet.Encode(word); // two words with different lone surrogates are one in UTF-8
            encoded[key] = encoded.GetValueOrDefault(key) + count;
        }

        return [.. encoded];
    }

    private void AddWords(string text)
    {
        _stretches.Clear();
        pattern.Cut(text, _stretches);
        var lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Stretch stretch in _stretches)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, text.AsSpan(stretch.Start, stretch.End - stretch.Start), out _)++;
        }
    }
}
