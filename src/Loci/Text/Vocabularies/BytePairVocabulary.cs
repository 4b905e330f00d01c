using System.Runtime.InteropServices;
using System.Text;

namespace Loci.Text.Vocabularies;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016): a word is cut into characters, then neighbours are merged in the order in which training found the merges.
/// </summary>
internal sealed class BytePairVocabulary : IVocabulary
{
    private readonly TokenTable _tokens;
    private readonly MergeTable _merges;
    private readonly BytePairOptions _options;
    private readonly int?[] _byteTokens;
    private readonly WordCache _cache = new();

    /// <summary>Creates the vocabulary from its tokens and merges.</summary>
    public BytePairVocabulary(TokenTable tokens, MergeTable merges, BytePairOptions options)
    {
        _tokens = tokens;
        _merges = merges;
        _options = options;
        _byteTokens = options.ByteFallback ? ByteTokens.Of(tokens) : [];
    }

    /// <inheritdoc/>
    public int Size => _tokens.Size;

    /// <inheritdoc/>
    public int? IdOf(string token) => _tokens.IdOf(token);

    /// <inheritdoc/>
    public string? TokenOf(int id) => _tokens.TokenOf(id);

    /// <inheritdoc/>
    public void Encode(string word, List<int> ids)
    {
        if (_cache.TryGet(word, out int[] known))
        {
            ids.AddRange(known);
            return;
        }

        int before = ids.Count;
        if (_options.IgnoreMerges && _tokens.TryGetId(word, out int whole))
        {
            ids.Add(whole);
        }
        else
        {
            List<int> symbols = Symbols(word);
            _merges.Merge(CollectionsMarshal.AsSpan(symbols), ids);
        }

        _cache.Add(word, [.. CollectionsMarshal.AsSpan(ids)[before..]]);
    }

    private List<int> Symbols(string word)
    {
        var symbols = new List<int>(word.Length);
        bool lastUnknown = false;
        for (int position = 0, length; position < word.Length; position += length)
        {
            Rune.DecodeFromUtf16(word.AsSpan(position), out Rune rune, out length);
            if (TryCharacter(word, position, length, out int id))
            {
                symbols.Add(id);
                lastUnknown = false;
            }
            else if (_options.ByteFallback && TryBytes(rune, symbols))
            {
                lastUnknown = false;
            }
            else if (_options.Unknown is { } unknown && !(lastUnknown && _options.FuseUnknown))
            {
                symbols.Add(unknown);
                lastUnknown = true;
            }
        }

        return symbols;
    }

    private bool TryCharacter(string word, int position, int length, out int id)
    {
        ReadOnlySpan<char> character = word.AsSpan(position, length);
        string prefix = position > 0 ? _options.ContinuingPrefix : "";
        string suffix = position + length == word.Length ? _options.WordSuffix : "";
        if (prefix.Length + length + suffix.Length > _tokens.LongestToken)
        {
            id = 0;
            return false;
        }

        return prefix.Length + suffix.Length == 0
            ? _tokens.TryGetId(character, out id)
            : _tokens.TryGetId(string.Concat(prefix, character, suffix), out id);
    }

    private bool TryBytes(Rune rune, List<int> symbols)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (byte value in bytes)
        {
            if (_byteTokens[value] is null)
            {
                return false;
            }
        }

        foreach (byte value in bytes)
        {
            symbols.Add(_byteTokens[value]!.Value);
        }

        return true;
    }
}
