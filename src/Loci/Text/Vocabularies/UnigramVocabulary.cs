using System.Text;

namespace Loci.Text.Vocabularies;

/// <summary>
/// The unigram language model (Kudo 2018): of all ways to write a word in tokens, the one with the largest sum of log probabilities, found by
/// Viterbi's algorithm in O(length · longest token).
/// </summary>
internal sealed class UnigramVocabulary : IVocabulary
{
    /// <summary>How much less likely than the least likely token an unknown character is.</summary>
    private const double UnknownPenalty = 10;

    private readonly TokenTable _tokens;
    private readonly double[] _scores;
    private readonly TokenTrie _trie = new();
    private readonly int? _unknown;
    private readonly double _unknownScore;
    private readonly int?[] _byteTokens;
    private readonly WordCache _cache = new();

    /// <summary>Creates the vocabulary.</summary>
    /// <param name="entries">Tokens with their log probabilities; the id is the place in the list.</param>
    /// <param name="unknown">Id for what no token stands for, or null.</param>
    /// <param name="byteFallback">Whether an unknown stretch is written as the tokens of its UTF-8 bytes where all of them exist.</param>
    public UnigramVocabulary(IReadOnlyList<(string Token, double Score)> entries, int? unknown, bool byteFallback)
    {
        var ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (int id = 0; id < entries.Count; id++)
        {
            ids[entries[id].Token] = id;
        }

        foreach ((string token, int id) in ids)
        {
            _trie.Add(token, id);
        }

        _tokens = new TokenTable(ids);
        _scores = [.. entries.Select(entry => entry.Score)];
        _unknown = unknown;
        _unknownScore = _scores.DefaultIfEmpty().Min() - UnknownPenalty;
        _byteTokens = byteFallback ? ByteTokens.Of(_tokens) : [];
    }

    /// <inheritdoc/>
    public int Size => _scores.Length;

    /// <inheritdoc/>
    public int? IdOf(string token) => _tokens.IdOf(token);

    /// <inheritdoc/>
    public string? TokenOf(int id) => _tokens.TokenOf(id);

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">A character is in no token and the vocabulary has no unknown token.</exception>
    public void Encode(string word, List<int> ids)
    {
        if (_cache.TryGet(word, out int[] known))
        {
            ids.AddRange(known);
            return;
        }

        int before = ids.Count;
        Trace(word, BestPath(word), ids);
        _cache.Add(word, [.. ids.Skip(before)]);
    }

    /// <summary>For each position that a path can reach, the last token of the best path to it; -1 for an unknown character.</summary>
    private (int Start, int Id)[] BestPath(string word)
    {
        var last = new (int Start, int Id)[word.Length + 1];
        var scores = new double[word.Length + 1];
        Array.Fill(scores, double.NegativeInfinity);
        scores[0] = 0;
        for (int start = 0, length; start < word.Length; start += length)
        {
            Rune.DecodeFromUtf16(word.AsSpan(start), out _, out length);
            bool coversCharacter = false;
            int node = TokenTrie.Root;
            for (int end = start; end < word.Length && _trie.TryStep(ref node, word[end]); end++)
            {
                if (_trie.TokenAt(node) is { } id)
                {
                    Offer(start, end + 1, id, _scores[id]);
                    coversCharacter |= end + 1 - start == length;
                }
            }

            if (!coversCharacter)
            {
                Offer(start, start + length, id: -1, _unknownScore);
            }
        }

        return last;

        void Offer(int start, int end, int id, double score)
        {
            if (scores[start] + score > scores[end])
            {
                (last[end], scores[end]) = ((start, id), scores[start] + score);
            }
        }
    }

    private void Trace(string word, (int Start, int Id)[] last, List<int> ids)
    {
        var path = new Stack<(int Start, int End, int Id)>();
        for (int end = word.Length; end > 0; end = last[end].Start)
        {
            (int start, int id) = last[end];
            bool unknown = id < 0 || id == _unknown;
            if (unknown && path.TryPeek(out (int Start, int End, int Id) next) && next.Start == end && next.Id < 0)
            {
                path.Pop();
                path.Push((start, next.End, -1));
            }
            else
            {
                path.Push((start, end, unknown ? -1 : id));
            }
        }

        foreach ((int start, int end, int id) in path)
        {
            if (id >= 0)
            {
                ids.Add(id);
            }
            else
            {
                AddUnknown(word[start..end], ids);
            }
        }
    }

    private void AddUnknown(string stretch, List<int> ids)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stretch);
        if (_tokens.IdOf(stretch) is { } id)
        {
            ids.Add(id);
        }
        else if (_byteTokens.Length > 0 && Array.TrueForAll(bytes, value => _byteTokens[value] is not null))
        {
            ids.AddRange(bytes.Select(value => _byteTokens[value]!.Value));
        }
        else
        {
            ids.Add(_unknown ?? throw new InvalidInputException(
                $"The tokenizer has no token for '{stretch}' and no unknown token (unk_id) to put in its place."));
        }
    }
}
