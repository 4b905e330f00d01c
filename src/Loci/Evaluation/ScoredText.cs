using System.Text;
using Loci.Models;
using Loci.Scoring;

namespace Loci.Evaluation;

/// <summary>A document made ready for a protocol: the query, and the tokens of which some are scored.</summary>
/// <param name="Query">The text chunks are sought for.</param>
/// <param name="Tokens">Prefix token, context and scored tokens.</param>
/// <param name="FirstScored">First token that counts.</param>
/// <param name="Stride">Most tokens scored in one window; 0 means the context.</param>
/// <param name="Bytes">UTF-8 bytes of what is scored.</param>
internal sealed record ScoredText(string Query, int[] Tokens, int FirstScored, int Stride, long Bytes)
{
    /// <summary>Prepares a text; null where nothing is left to score.</summary>
    public static ScoredText? Prepare(ILanguageModel model, string text, Protocol protocol, int maxTokens)
    {
        var cut = Cut(model, text, maxTokens);
        return protocol == Protocol.Whole ? Whole(model, cut) : Split(model, cut);
    }

    /// <summary>Scores the text under a model.</summary>
    public TextScore Score(ILanguageModel model, CancellationToken cancellationToken) =>
        TextScorer.Score(model, Tokens, FirstScored, Stride, Bytes, cancellationToken);

    private static ScoredText? Whole(ILanguageModel model, string text)
    {
        var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(text));
        return tokens.Length < 2 ? null : new ScoredText(text, tokens, 1, 0, Encoding.UTF8.GetByteCount(text));
    }

    private static ScoredText? Split(ILanguageModel model, string text)
    {
        var middle = Middle(text);
        string first = text[..middle], second = text[middle..];
        var context = TextScorer.WithPrefix(model, model.Tokenizer.Encode(first));
        int[] tokens = [.. context, .. model.Tokenizer.Encode(second)];
        if (context.Length == 0 || tokens.Length == context.Length) return null;
        return new ScoredText(first, tokens, context.Length, Math.Max(1, model.ContextLength / 2), Encoding.UTF8.GetByteCount(second));
    }

    /// <summary>The white space nearest after the middle of the text, or the middle itself where there is none in the next quarter.</summary>
    private static int Middle(string text)
    {
        var middle = text.Length / 2;
        for (var i = middle; i < text.Length * 3 / 4; i++)
        {
            if (char.IsWhiteSpace(text[i])) return i;
        }
        return middle > 0 && middle < text.Length && char.IsLowSurrogate(text[middle]) ? middle + 1 : middle;
    }

    private static string Cut(ILanguageModel model, string text, int maxTokens)
    {
        if (maxTokens == 0) return text;
        var tokens = model.Tokenizer.Encode(text);
        // A cut inside a character decodes to U+FFFD, which the text itself did not have there.
        return tokens.Length <= maxTokens ? text : model.Tokenizer.Decode(tokens.AsSpan(0, maxTokens)).TrimEnd('\uFFFD');
    }
}
