using System.Runtime.InteropServices;
using Loci.Text;

namespace Loci.Generation;

/// <summary>
/// Decodes tokens as they come: joined, what it gives is what the tokenizer gives for all tokens at once, though a token may hold a part of a character and a tokenizer may
/// write a token by what stands before it. Each addition decodes a few tokens only. What was given out stays: a later token that turns whole characters into replacement
/// characters, as stray bytes do for some tokenizers, changes only what follows. Not thread-safe.
/// </summary>
/// <param name="tokenizer">Decodes.</param>
internal sealed class IncrementalDecoder(ITokenizer tokenizer)
{
    private const char Replacement = '\uFFFD';
    private const int LongestPending = 64; // tokens without a whole character at their end: no text is like that

    private readonly List<int> _ids = []; // those that decide what comes: the last ones given out, and the pending
    private int _settled;                 // how many of them have been given out whole
    private int _given;                   // characters of their text given out

    /// <summary>Takes a token and gives the text that has become certain.</summary>
    public string Add(int id)
    {
        _ids.Add(id);
        var text = Decode(_ids.Count);
        var certain = _ids.Count - _settled > LongestPending ? text.Length : text.AsSpan().TrimEnd(Replacement).Length; // an unfinished character shows as replacements
        var fresh = certain > _given ? text[_given..certain] : "";
        _given = Math.Max(_given, certain);
        if (certain == text.Length) Settle();
        return fresh;
    }

    /// <summary>Gives what was held back.</summary>
    public string Finish()
    {
        var text = Decode(_ids.Count);
        var rest = text.Length > _given ? text[_given..] : "";
        _given = Math.Max(_given, text.Length);
        return rest;
    }

    /// <summary>Tokens from the last settled one on stay as context for the next.</summary>
    private void Settle()
    {
        _ids.RemoveRange(0, _settled);
        _settled = _ids.Count;
        _given = Decode(_settled).Length;
    }

    private string Decode(int count) => tokenizer.Decode(CollectionsMarshal.AsSpan(_ids)[..count]);
}
