using Loci.Evaluation.Records;
using Loci.Learning;
using Loci.Models;

namespace Loci.Evaluation.Measuring;

/// <summary>One gradient step on each pick, in order, scored at the checkpoints.</summary>
internal sealed class StepsCurve(ILanguageModel model, ITuner tuner, EvaluationOptions options)
{
    /// <summary>Learns and measures.</summary>
    public MethodResult Measure(Retrieved retrieved, ScoredText text, Curve curve, bool shown, CancellationToken cancellationToken)
    {
        var picks = retrieved.Picks;
        var losses = new List<double>();
        using var session = tuner.Begin(model, picks.Count);
        int Learn(int from, int until)
        {
            for (var i = from; i < until; i++) losses.AddRange(ChunkStep.Take(session, picks[i].Text, options.LongChunks, cancellationToken));
            return until;
        }
        curve.Follow(picks.Count, Learn, () => text.Score(session, cancellationToken).Nats, () => text.Guard(session, cancellationToken));
        return curve.Result(retrieved, session.Steps, losses) with { Shown = shown ? new ShownPicks(text.Losses(session, cancellationToken), PickSummary.Of(picks)) : null };
    }
}
