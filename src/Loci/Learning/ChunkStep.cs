using Loci.Scoring;
using Loci.Models;

namespace Loci.Learning;

/// <summary>One gradient step on one chunk of text.</summary>
internal static class ChunkStep
{
    /// <summary>Takes the step; a chunk of a single token teaches nothing and is passed over.</summary>
    /// <returns>Mean loss before the step, nats per token; NaN where none was taken.</returns>
    public static double Take(ITuningSession session, string text, CancellationToken cancellationToken)
    {
        var tokens = Tokens(session, text);
        return tokens.Length < 2 ? double.NaN : session.Step(tokens, cancellationToken);
    }

    /// <summary>Takes the step, or one for each part of a chunk that is longer than the context.</summary>
    /// <returns>Mean loss before each step, nats per token.</returns>
    public static IReadOnlyList<double> Take(ITuningSession session, string text, LongChunks longChunks, CancellationToken cancellationToken)
    {
        if (longChunks == LongChunks.Cut) return [Take(session, text, cancellationToken)];
        var tokens = Tokens(session, text);
        return [.. RollingWindows.Cut(tokens.Length, session.ContextLength).Where(window => window.End - window.Start > 1)
            .Select(window => session.Step(tokens.AsSpan(window.From - 1, window.End - window.From + 1), cancellationToken))];
    }

    /// <summary>A chunk's tokens, with what opens a text.</summary>
    public static int[] Tokens(ITuningSession session, string text) => TextScorer.WithPrefix(session, session.Tokenizer.Encode(text));
}
