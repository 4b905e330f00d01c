using System.Text;
using Loci.Learning;
using Loci.Models;
using Loci.Scoring;

namespace Loci.Evaluation.Measuring;

/// <summary>A document made ready for a protocol: the query, the tokens of which some are scored, and those that a guard may look at.</summary>
/// <param name="Query">The text chunks are sought for.</param>
/// <param name="Tokens">Prefix token, context and scored tokens.</param>
/// <param name="FirstScored">First token that counts.</param>
/// <param name="GuardEnd">Index after the last token that a guard may look at: the first half under <see cref="Protocol.Split"/>, the first quarter under <see cref="Protocol.Whole"/>.</param>
/// <param name="Stride">Most tokens scored in one window; 0 means the context.</param>
/// <param name="Bytes">UTF-8 bytes of what is scored.</param>
internal sealed record ScoredText(string Query, int[] Tokens, int FirstScored, int GuardEnd, int Stride, long Bytes)
{
    private const int GuardShare = 4; // of a whole text, the first quarter

    /// <summary>Prepares a text; null where nothing is left to score.</summary>
    public static ScoredText? Prepare(ILanguageModel model, string text, EvaluationOptions options)
    {
        var cut = Cut(model, text, options.MaxTokens);
        var ready = options.Protocol == Protocol.Whole ? Whole(model, cut) : Split(model, cut);
        return options.BytesOfWholeText && ready is not null ? ready with { Bytes = Encoding.UTF8.GetByteCount(text) } : ready;
    }

    /// <summary>Scores the text under a model.</summary>
    public TextScore Score(ILanguageModel model, CancellationToken cancellationToken) =>
        TextScorer.Score(model, Tokens, FirstScored, Stride, Bytes, cancellationToken);

    /// <summary>Nats of each scored token under a model.</summary>
    public IReadOnlyList<float> Losses(ILanguageModel model, CancellationToken cancellationToken) =>
        [.. TextScorer.Losses(model, Tokens, FirstScored, Stride, cancellationToken)];

    /// <summary>Tokens from the start that may be learnt, where the query is; the guard looks at what of the query comes after them.</summary>
    public int Learnable => Lesson.Learnable(FirstScored);

    /// <summary>Nats of what a guard may look at; NaN where that is not a single token.</summary>
    /// <param name="model">Under which model.</param>
    /// <param name="learnt">Tokens from the start that are learnt, which the guard does not count.</param>
    /// <param name="cancellationToken">Checked between windows.</param>
    public double Guard(ILanguageModel model, int learnt, CancellationToken cancellationToken) =>
        GuardEnd < 2 ? double.NaN : TextScorer.Score(model, Tokens[..GuardEnd], Math.Max(1, learnt), 0, 0, cancellationToken).Nats;

    private static ScoredText? Whole(ILanguageModel model, string text)
    {
        var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(text));
        return tokens.Length < 2 ? null : new ScoredText(text, tokens, 1, 1 + (tokens.Length - 1) / GuardShare, 0, Encoding.UTF8.GetByteCount(text));
    }

    private static ScoredText? Split(ILanguageModel model, string text)
    {
        var middle = Middle(text);
        string first = text[..middle], second = text[middle..];
        var context = TextScorer.WithPrefix(model, model.Tokenizer.Encode(first));
        int[] tokens = [.. context, .. model.Tokenizer.Encode(second)];
        if (context.Length == 0 || tokens.Length == context.Length) return null;
        return new ScoredText(first, tokens, context.Length, context.Length, Math.Max(1, model.ContextLength / 2), Encoding.UTF8.GetByteCount(second));
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
