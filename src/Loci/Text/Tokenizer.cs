using Loci.Text.PreTokenizers;

namespace Loci.Text;

/// <summary>
/// A tokenizer put together from parts, in the manner of Hugging Face's: added tokens are taken out of the text, what lies between them is
/// normalised, cut into words and looked up in the vocabulary, and the template is put around the whole.
/// <see cref="BytePairTrainer"/> makes one. Immutable and safe to share between threads.
/// </summary>
public sealed class Tokenizer : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenFinder _rawTokens;
    private readonly AddedTokenFinder _normalizedTokens;
    private readonly Dictionary<int, AddedToken> _addedById = [];
    private readonly Dictionary<string, AddedToken> _addedByContent = new(StringComparer.Ordinal);

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        foreach (AddedToken token in parts.AddedTokens)
        {
            _addedById[token.Id] = token;
            _addedByContent[token.Content] = token;
        }

        _rawTokens = new(parts.AddedTokens.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalizedTokens = new(parts.AddedTokens.Where(token => token.Normalized).Select(token => (Normalize(token.Content), token)));
        VocabularySize = Math.Max(parts.Vocabulary.Size, parts.AddedTokens.Select(token => token.Id + 1).DefaultIfEmpty().Max());
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int? BeginningOfText => _parts.BeginningOfText;

    /// <inheritdoc/>
    public int? EndOfText => _parts.EndOfText;

    /// <inheritdoc/>
    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 2);
        if (addSpecialTokens)
        {
            ids.AddRange(_parts.Prefix);
        }

        foreach (Section section in Sections(text))
        {
            if (section.Token is { } token)
            {
                ids.Add(token);
            }
            else
            {
                EncodeWords(new Piece(section.Text, section.OpensText), ids);
            }
        }

        if (addSpecialTokens)
        {
            ids.AddRange(_parts.Suffix);
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public int[] Encode(IReadOnlyList<TextSegment> segments, IReadOnlyCollection<string>? reserved = null)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var guard = new GuardedTokens(_parts.AddedTokens, reserved ?? [], Normalize);
        var ids = new List<int>();
        foreach (Section section in guard.Split(segments))
        {
            if (section.Token is { } token)
            {
                ids.Add(token);
            }
            else
            {
                EncodeWords(new Piece(section.Text, section.OpensText), ids, guard);
            }
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            if (TokenOf(id) is { } token && !(skipSpecialTokens && _addedByContent.TryGetValue(token, out AddedToken? added) && added.Special))
            {
                tokens.Add(token);
            }
        }

        return _parts.Decoder is { } decoder ? string.Concat(decoder.Decode(tokens)) : string.Join(' ', tokens);
    }

    /// <summary>The token of an id as the vocabulary writes it, or null for an id within the vocabulary that no token has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in [0, <see cref="VocabularySize"/>).</exception>
    public string? TokenOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return _addedById.TryGetValue(id, out AddedToken? added) ? added.Content : _parts.Vocabulary.TokenOf(id);
    }

    /// <summary>The id of a token as the vocabulary writes it, or null.</summary>
    public int? IdOf(string token) => _addedByContent.TryGetValue(token, out AddedToken? added) ? added.Id : _parts.Vocabulary.IdOf(token);

    private List<Section> Sections(string text)
    {
        var raw = new List<Section>();
        _rawTokens.Split(text, opensText: true, raw);
        var sections = new List<Section>(raw.Count);
        foreach (Section section in raw)
        {
            if (section.Token is null)
            {
                _normalizedTokens.Split(Normalize(section.Text), section.OpensText, sections);
            }
            else
            {
                sections.Add(section);
            }
        }

        return sections;
    }

    private void EncodeWords(Piece piece, List<int> ids, GuardedTokens? guard = null)
    {
        if (_parts.PreTokenizer is not { } splitter)
        {
            EncodeWord(piece.Text, ids, guard);
            return;
        }

        var words = new List<Piece>((piece.Text.Length / 4) + 1);
        splitter.Split(piece, words);
        foreach (Piece word in words)
        {
            EncodeWord(word.Text, ids, guard);
        }
    }

    private void EncodeWord(string word, List<int> ids, GuardedTokens? guard)
    {
        if (guard is null)
        {
            _parts.Vocabulary.Encode(word, ids);
        }
        else
        {
            guard.Encode(word, _parts.Vocabulary, ids);
        }
    }

    private string Normalize(string text) => _parts.Normalizer?.Normalize(text) ?? text;
}
