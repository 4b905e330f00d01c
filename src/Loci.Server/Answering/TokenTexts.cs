using Loci.Generation;
using Loci.Models;
using Loci.Text;

namespace Loci.Server.Answering;

/// <summary>Tokens as clients see them.</summary>
/// <param name="tokenizer">Decodes.</param>
internal sealed class TokenTexts(ITokenizer tokenizer)
{
    private const char Replacement = '\uFFFD';

    /// <summary>A token alone; one that is a part of a character only is named by its id.</summary>
    public string Alone(int id) => tokenizer.Decode([id]) is var text && text.Contains(Replacement, StringComparison.Ordinal) ? $"token_id:{id}" : text;

    /// <summary>The UTF-8 bytes of a token; null where it is a part of a character only.</summary>
    public IReadOnlyList<int>? Bytes(int id) => tokenizer.Decode([id]) is var text && text.Contains(Replacement, StringComparison.Ordinal)
        ? null
        : [.. System.Text.Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    /// <summary>The tokens of a text so that they join to it: a character that takes several tokens stands at its last.</summary>
    public IReadOnlyList<string> Joined(IEnumerable<int> ids)
    {
        var decoder = new IncrementalDecoder(tokenizer);
        var texts = ids.Select(decoder.Add).ToList();
        if (texts.Count > 0) texts[^1] += decoder.Finish();
        return texts;
    }

    /// <summary>Alternatives by their texts, the token that stands there among them. Texts are made unlike each other: the second token of one text is named by its id.</summary>
    public IReadOnlyDictionary<string, double> Top(int id, double logProbability, IReadOnlyList<TokenLogProbability> alternatives)
    {
        var top = new Dictionary<string, double>(StringComparer.Ordinal);
        var own = alternatives.Any(alternative => alternative.Id == id) ? alternatives : [.. alternatives, new TokenLogProbability(id, logProbability)];
        foreach (var alternative in own)
        {
            if (!top.TryAdd(Alone(alternative.Id), Finite(alternative.LogProbability))) top[$"token_id:{alternative.Id}"] = Finite(alternative.LogProbability);
        }
        return top;
    }

    /// <summary>JSON has no infinity; OpenAI writes a very small number for it.</summary>
    public static double Finite(double logProbability) => Math.Max(logProbability, -9999);
}
