using System.Runtime.InteropServices;

namespace Loci.Text.Training;

/// <summary>
/// The state of byte-pair training: the words as token ids, how often each pair of neighbours occurs, and in which words.
/// The heap may hold outdated counts; an entry is put right when it comes to the top.
/// </summary>
internal sealed class PairMerger
{
    private const int LeastCount = 2;

    private readonly List<string> _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly int[][] _words;
    private readonly int[] _lengths;
    private readonly long[] _wordCounts;
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), List<int>> _where = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> _heap = new();
    private readonly HashSet<(int Left, int Right)> _grown = [];
    private readonly List<(int Left, int Right)> _merges = [];

    /// <summary>Creates the state before the first merge.</summary>
    /// <param name="words">Words in the byte alphabet with their counts.</param>
    /// <param name="tokens">The tokens so far; merged ones are appended.</param>
    /// <param name="firstByte">Id of the token of the first byte.</param>
    public PairMerger(IReadOnlyList<KeyValuePair<string, long>> words, List<string> tokens, int firstByte)
    {
        _tokens = tokens;
        _ids = tokens.Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary(StringComparer.Ordinal);
        var bytes = new Dictionary<char, int>();
        for (int value = 0; value < 256; value++)
        {
            bytes[ByteAlphabet.Characters[value]] = firstByte + value;
        }

        _words = [.. words.Select(word => word.Key.Select(character => bytes[character]).ToArray())];
        _lengths = [.. _words.Select(word => word.Length)];
        _wordCounts = [.. words.Select(word => word.Value)];
        for (int word = 0; word < _words.Length; word++)
        {
            for (int i = 1; i < _words[word].Length; i++)
            {
                Change((_words[word][i - 1], _words[word][i]), word, _wordCounts[word]);
            }
        }

        OfferGrown();
    }

    /// <summary>The merges so far, in order.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => _merges;

    /// <summary>Makes the most frequent pair a token; false where no pair occurs twice.</summary>
    public bool MergeMostFrequent()
    {
        while (_heap.TryDequeue(out (int Left, int Right) pair, out (long Count, int Left, int Right) priority))
        {
            long count = _counts.GetValueOrDefault(pair);
            if (count != -priority.Count)
            {
                Offer(pair, count);
                continue;
            }

            Merge(pair, TokenFor(pair));
            OfferGrown();
            return true;
        }

        return false;
    }

    private int TokenFor((int Left, int Right) pair)
    {
        _merges.Add(pair);
        string token = _tokens[pair.Left] + _tokens[pair.Right];
        if (!_ids.TryGetValue(token, out int id)) // other merges may have led to the same characters
        {
            id = _tokens.Count;
            _tokens.Add(token);
            _ids.Add(token, id);
        }

        return id;
    }

    private void Merge((int Left, int Right) pair, int merged)
    {
        if (!_where.Remove(pair, out List<int>? places))
        {
            return;
        }

        foreach (int word in places.Distinct())
        {
            MergeIn(word, pair, merged);
        }

        _counts.Remove(pair);
    }

    private void MergeIn(int word, (int Left, int Right) pair, int merged)
    {
        int[] symbols = _words[word];
        int length = _lengths[word];
        long count = _wordCounts[word];
        int kept = 0;
        for (int i = 0; i < length; i++)
        {
            if (i + 1 >= length || symbols[i] != pair.Left || symbols[i + 1] != pair.Right)
            {
                symbols[kept++] = symbols[i];
                continue;
            }

            if (kept > 0)
            {
                Change((symbols[kept - 1], pair.Left), word, -count);
                Change((symbols[kept - 1], merged), word, count);
            }

            if (i + 2 < length)
            {
                Change((pair.Right, symbols[i + 2]), word, -count);
                Change((merged, symbols[i + 2]), word, count);
            }

            symbols[kept++] = merged;
            i++;
        }

        _lengths[word] = kept;
    }

    private void Change((int Left, int Right) pair, int word, long by)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += by;
        if (by > 0)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_where, pair, out _) ??= []).Add(word);
            _grown.Add(pair);
        }
    }

    private void OfferGrown()
    {
        foreach ((int Left, int Right) pair in _grown)
        {
            Offer(pair, _counts.GetValueOrDefault(pair));
        }

        _grown.Clear();
    }

    private void Offer((int Left, int Right) pair, long count)
    {
        if (count >= LeastCount)
        {
            _heap.Enqueue(pair, (-count, pair.Left, pair.Right));
        }
    }
}
