using System.Collections.Concurrent;

namespace Loci.Text.Vocabularies;

/// <summary>Remembers the ids of words that were met, up to a fixed number of them. Safe to share between threads.</summary>
internal sealed class WordCache
{
    private const int MostWords = 1 << 17;
    private const int LongestWord = 64;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The ids of a word that was met.</summary>
    public bool TryGet(string word, out int[] ids)
    {
        if (_words.TryGetValue(word, out int[]? found))
        {
            ids = found;
            return true;
        }

        ids = [];
        return false;
    }

    /// <summary>Remembers a word, where it is short and there is room.</summary>
    public void Add(string word, int[] ids)
    {
        if (word.Length <= LongestWord && Volatile.Read(ref _count) < MostWords && _words.TryAdd(word, ids))
        {
            Interlocked.Increment(ref _count);
        }
    }
}
