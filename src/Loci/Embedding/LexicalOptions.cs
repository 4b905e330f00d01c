namespace Loci.Embedding;

/// <summary>Which terms a <see cref="LexicalEmbedder"/> counts.</summary>
public sealed record LexicalOptions
{
    /// <summary>Whether single words are terms.</summary>
    public bool Words { get; init; } = true;

    /// <summary>Whether pairs of neighbouring words are terms.</summary>
    public bool Bigrams { get; init; } = true;

    /// <summary>Length of the shortest run of characters inside a word that is a term; 0 for none. A word carries one boundary mark at each end.</summary>
    public int ShortestCharacters { get; init; }

    /// <summary>Length of the longest run of characters inside a word that is a term; 0 for none, 16 at most.</summary>
    public int LongestCharacters { get; init; }
}
