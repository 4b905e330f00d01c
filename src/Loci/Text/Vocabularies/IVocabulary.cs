namespace Loci.Text.Vocabularies;

/// <summary>The tokens of a tokenizer and the rule that finds them in a word. Safe to share between threads.</summary>
internal interface IVocabulary
{
    /// <summary>One more than the highest id.</summary>
    int Size { get; }

    /// <summary>The id of a token, or null.</summary>
    int? IdOf(string token);

    /// <summary>The token of an id, or null for an id that no token has.</summary>
    string? TokenOf(int id);

    /// <summary>Appends the ids of a word.</summary>
    void Encode(string word, List<int> ids);
}
