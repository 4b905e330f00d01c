namespace Loci.Text.Vocabularies;

/// <summary>Tokens and their ids, both ways. Ids may have gaps.</summary>
internal sealed class TokenTable
{
    /// <summary>A list by id may have this many places for each token; where ids lie further apart, one id in a small file would otherwise ask for all memory.</summary>
    private const int PlacesForEach = 8;

    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens = [];
    private readonly Dictionary<int, string> _scattered = [];

    /// <summary>Creates the table; ids are at least 0.</summary>
    public TokenTable(Dictionary<string, int> ids)
    {
        _ids = ids;
        Size = ids.Count == 0 ? 0 : ids.Values.Max() + 1;
        LongestToken = ids.Count == 0 ? 0 : ids.Keys.Max(token => token.Length);
        if (Size / PlacesForEach <= ids.Count)
        {
            _tokens = new string?[Size];
            foreach ((string token, int id) in ids)
            {
                _tokens[id] = token;
            }
        }
        else
        {
            foreach ((string token, int id) in ids)
            {
                _scattered[id] = token;
            }
        }
    }

    /// <summary>One more than the highest id.</summary>
    public int Size { get; }

    /// <summary>Characters of the longest token: nothing longer need be looked up.</summary>
    public int LongestToken { get; }

    /// <summary>The id of a token, or null.</summary>
    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The id of a token given by its characters.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out id);

    /// <summary>The token of an id, or null.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : _scattered.GetValueOrDefault(id);
}
