using System.Text;
using Loci.Models;

namespace Loci.Scoring;

/// <summary>Scores texts under a language model by rolling windows.</summary>
public static class TextScorer
{
    /// <summary>Scores a whole text: every token of it once, the first given the model's opening token.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Checked between windows.</param>
    public static TextScore Score(ILanguageModel model, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Score(model, WithPrefix(model, model.Tokenizer.Encode(text)), 1, 0, Encoding.UTF8.GetByteCount(text), cancellationToken);
    }

    /// <summary>Scores tokens[firstScored..] given all before them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Tokens of the document, its prefix token first.</param>
    /// <param name="firstScored">First token that counts.</param>
    /// <param name="stride">Most tokens scored in one window; 0 means the model's context.</param>
    /// <param name="bytes">UTF-8 bytes of what is scored.</param>
    /// <param name="cancellationToken">Checked between windows.</param>
    public static TextScore Score(ILanguageModel model, int[] tokens, int firstScored, int stride, long bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        double nats = 0;
        long scored = 0;
        foreach (var loss in Losses(model, tokens, firstScored, stride, cancellationToken))
        {
            nats += loss;
            scored++;
        }
        return new TextScore(nats, scored, bytes);
    }

    /// <summary>The loss in nats of each of tokens[firstScored..], in order, given all before them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Tokens of the document, its prefix token first.</param>
    /// <param name="firstScored">First token that counts.</param>
    /// <param name="stride">Most tokens scored in one window; 0 means the model's context.</param>
    /// <param name="cancellationToken">Checked between windows.</param>
    public static IEnumerable<float> Losses(ILanguageModel model, int[] tokens, int firstScored, int stride, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        return RollingWindows.Cut(tokens.Length, model.ContextLength, firstScored, stride).SelectMany(window =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return model.Losses(tokens.AsSpan(window.Start, window.End - window.Start), window.From - window.Start);
        });
    }

    /// <summary>Puts the model's opening token (or, without one, its ending token) before the tokens of a document.</summary>
    public static int[] WithPrefix(ILanguageModel model, ReadOnlySpan<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        var prefix = model.Tokenizer.BeginningOfText ?? model.Tokenizer.EndOfText;
        return prefix is { } first ? [first, .. tokens] : [.. tokens];
    }
}
