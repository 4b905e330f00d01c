namespace Loci.Text.Vocabularies;

/// <summary>Tokens by their characters: finds all tokens that begin at a place in a text, in one walk.</summary>
internal sealed class TokenTrie
{
    /// <summary>The node where every walk begins.</summary>
    public const int Root = 0;

    private readonly Dictionary<(int Node, char Next), int> _steps = [];
    private readonly List<int?> _tokens = [null];

    /// <summary>Adds a token; an empty one is left out, as it is found nowhere.</summary>
    public void Add(string token, int id)
    {
        if (token.Length == 0)
        {
            return;
        }

        int node = Root;
        foreach (char character in token)
        {
            if (!_steps.TryGetValue((node, character), out int next))
            {
                next = _tokens.Count;
                _tokens.Add(null);
                _steps.Add((node, character), next);
            }

            node = next;
        }

        _tokens[node] = id;
    }

    /// <summary>Goes one character on; false, and the node as it was, where no token goes on like that.</summary>
    public bool TryStep(ref int node, char next)
    {
        bool found = _steps.TryGetValue((node, next), out int target);
        node = found ? target : node;
        return found;
    }

    /// <summary>The token that ends at a node, or null.</summary>
    public int? TokenAt(int node) => _tokens[node];
}
