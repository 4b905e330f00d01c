using Loci.Models;

namespace Loci.Learning;

/// <summary>Several prompts that take their steps together: the first of each, then the second of each, until all have learnt what was picked for them.</summary>
/// <param name="tuner">Takes the steps.</param>
/// <param name="progress">Told after each step of each prompt, or null.</param>
internal sealed class JointLearning(IJointTuner tuner, IProgress<AdaptationProgress>? progress)
{
    /// <summary>How many are worth while together: beyond, memory grows and speed does not.</summary>
    public const int Most = 8;

    /// <summary>Lets all of them learn.</summary>
    public void Run(IReadOnlyList<PendingAdaptation> pending, CancellationToken cancellationToken) => Together(pending, 0, cancellationToken);

    /// <summary>Runs all steps within the clocks of all prompts: what they share, each is charged with.</summary>
    private void Together(IReadOnlyList<PendingAdaptation> group, int clock, CancellationToken cancellationToken)
    {
        if (clock < group.Count)
        {
            group[clock].Tune(() =>
            {
                Together(group, clock + 1, cancellationToken);
                return true;
            });
            return;
        }
        for (var step = 0; step < group.Max(one => one.Lesson.Steps.Count); step++) Step(group, step, cancellationToken);
    }

    private void Step(IReadOnlyList<PendingAdaptation> group, int step, CancellationToken cancellationToken)
    {
        var learning = group.Where(one => !one.Broke && step < one.Lesson.Steps.Count)
            .Select(one => (One: one, Tokens: one.Lesson.Steps[step].Texts[0])).ToArray();
        var losses = tuner.StepTogether([.. learning.Select(pair => pair.One.Session)], [.. learning.Select(pair => pair.Tokens)], cancellationToken);
        foreach (var ((one, _), loss) in learning.Zip(losses))
        {
            if (double.IsNaN(loss)) one.Break();
            else progress?.Report(new AdaptationProgress(one.Session.Steps, one.Lesson.Steps.Count, loss));
        }
    }
}
