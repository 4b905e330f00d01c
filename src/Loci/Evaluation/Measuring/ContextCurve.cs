using Loci.Evaluation.Records;
using Loci.Learning;
using Loci.Models;
using Loci.Scoring;

namespace Loci.Evaluation.Measuring;

/// <summary>
/// The picks before the text instead of in the weights: each window of the text opens with as many of the first picks as half the context holds, the last of them cut to what is left of that, the best
/// next to the text, and has that much less of the text itself before what it scores.
/// </summary>
internal sealed class ContextCurve(ILanguageModel model)
{
    /// <summary>Measures with more and more picks in the context.</summary>
    public MethodResult Measure(Retrieved retrieved, ScoredText text, Curve curve, bool shown, CancellationToken cancellationToken)
    {
        int[][] chunks = [.. Fitting(retrieved.Picks.Select(pick => model.Tokenizer.Encode(pick.Text)))];
        int[] prefix = [];
        int Put(int from, int until)
        {
            prefix = [.. chunks.Take(until).Reverse().SelectMany(chunk => chunk)];
            return until;
        }
        double Score(int firstScored, int end) => Losses(text, prefix, firstScored, end, cancellationToken).Sum(loss => (double)loss);
        curve.Follow(chunks.Length, Put, () => Score(text.FirstScored, text.Tokens.Length), () => text.GuardEnd < 2 ? double.NaN : Score(1, text.GuardEnd));
        return curve.Result(retrieved, 0, []) with
        {
            Shown = shown ? new ShownPicks([.. Losses(text, prefix, text.FirstScored, text.Tokens.Length, cancellationToken)], PickSummary.Of([.. retrieved.Picks.Take(chunks.Length)])) : null,
        };
    }

    /// <summary>What of the picks half the context holds.</summary>
    private IEnumerable<int[]> Fitting(IEnumerable<int[]> chunks)
    {
        var left = model.ContextLength / 2;
        foreach (var chunk in chunks)
        {
            if (left == 0) yield break;
            var fitting = chunk[..Math.Min(chunk.Length, left)];
            left -= fitting.Length;
            yield return fitting;
        }
    }

    private IEnumerable<float> Losses(ScoredText text, int[] prefix, int firstScored, int end, CancellationToken cancellationToken)
    {
        var opening = TextScorer.WithPrefix(model, []);
        var room = model.ContextLength - prefix.Length - (prefix.Length > 0 ? opening.Length : 0);
        var stride = text.Stride == 0 ? room : Math.Min(text.Stride, Math.Max(1, room / 2));
        foreach (var window in RollingWindows.Cut(end, room, firstScored, stride))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] before = prefix.Length == 0 ? [] : [.. opening, .. prefix];
            int[] tokens = [.. before, .. text.Tokens.AsSpan(window.Start, window.End - window.Start)];
            foreach (var loss in model.Losses(tokens, before.Length + window.From - window.Start)) yield return loss;
        }
    }
}
