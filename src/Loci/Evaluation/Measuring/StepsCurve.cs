using Loci.Evaluation.Records;
using Loci.Learning;
using Loci.Models;

namespace Loci.Evaluation.Measuring;

/// <summary>The gradient steps of a lesson, in order, scored at the checkpoints.</summary>
/// <param name="model">The base.</param>
/// <param name="tuner">Takes the steps.</param>
/// <param name="options">How many steps a query gets, and what becomes of long chunks.</param>
/// <param name="prompt">Whether the query is learnt too.</param>
internal sealed class StepsCurve(ILanguageModel model, ITuner tuner, EvaluationOptions options, bool prompt)
{
    /// <summary>Learns and measures.</summary>
    public MethodResult Measure(Retrieved retrieved, ScoredText text, Curve curve, bool shown, CancellationToken cancellationToken)
    {
        var learnt = prompt ? text.Learnable : 0;
        var steps = Lesson.Of(model, [.. retrieved.Picks.Select(pick => pick.Text)], tuner.BatchSize, options.LongChunks).WithPrompt(model, text.Tokens[..learnt], options.PromptSteps).Steps;
        var picks = Math.Max(retrieved.Picks.Count, steps.Count == 0 ? 0 : steps[^1].Picks); // without picks, steps on the query count
        var losses = new List<double>();
        var taken = 0;
        using var session = tuner.Begin(model, steps.Count);
        int Learn(int from, int until)
        {
            while (taken < steps.Count && (until == picks || steps[taken].Picks <= until)) losses.AddRange(session.Step(steps[taken++].Texts, cancellationToken));
            return until;
        }
        curve.Follow(picks, Learn, () => text.Score(session, cancellationToken).Nats, () => text.Guard(session, learnt, cancellationToken));
        return curve.Result(retrieved, session.Steps, losses) with { Shown = shown ? new ShownPicks(text.Losses(session, cancellationToken), PickSummary.Of(retrieved.Picks)) : null };
    }
}
