namespace Loci.Text.Vocabularies;

/// <summary>WordPiece as BERT uses it: from the left, always the longest token that fits; a word that cannot be written so is unknown as a whole.</summary>
/// <param name="tokens">The tokens.</param>
/// <param name="unknown">Id of an unknown word.</param>
/// <param name="continuingPrefix">What tokens begin with that continue a word.</param>
/// <param name="longestWord">Words of more characters are unknown.</param>
internal sealed class WordPieceVocabulary(TokenTable tokens, int unknown, string continuingPrefix, int longestWord) : IVocabulary
{
    private readonly WordCache _cache = new();

    /// <inheritdoc/>
    public int Size => tokens.Size;

    /// <inheritdoc/>
    public int? IdOf(string token) => tokens.IdOf(token);

    /// <inheritdoc/>
    public string? TokenOf(int id) => tokens.TokenOf(id);

    /// <inheritdoc/>
    public void Encode(string word, List<int> ids)
    {
        if (!_cache.TryGet(word, out int[] found))
        {
            found = word.EnumerateRunes().Count() > longestWord ? [unknown] : Find(word);
            _cache.Add(word, found);
        }

        ids.AddRange(found);
    }

    private int[] Find(string word)
    {
        var ids = new List<int>();
        int start = 0;
        while (start < word.Length)
        {
            int end = Math.Min(word.Length, start + tokens.LongestToken);
            while (end > start && !TryToken(word, start, end, ids))
            {
                end--;
            }

            if (end == start)
            {
                return [unknown];
            }

            start = end;
        }

        return [.. ids];
    }

    private bool TryToken(string word, int start, int end, List<int> ids)
    {
        ReadOnlySpan<char> part = word.AsSpan(start, end - start);
        if (start > 0 && continuingPrefix.Length + part.Length > tokens.LongestToken)
        {
            return false;
        }

        bool found = start == 0 ? tokens.TryGetId(part, out int id) : tokens.TryGetId(string.Concat(continuingPrefix, part), out id);
        if (found)
        {
            ids.Add(id);
        }

        return found;
    }
}
