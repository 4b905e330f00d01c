namespace Loci.Selection.Pools;

/// <summary>Predicted picks: what each would gain, and how to condition any row of the pool on it.</summary>
internal sealed class Script
{
    /// <summary>One predicted pick.</summary>
    /// <param name="Row">The row predicted.</param>
    /// <param name="Gain">By how much it lowers the objective.</param>
    /// <param name="TargetVariances">kₙ(t, t) before the pick.</param>
    /// <param name="Observation">What conditioning on it does.</param>
    public sealed record Step(int Row, double Gain, double[] TargetVariances, Observation Observation);

    /// <summary>The script that predicts nothing: a read with it only ranks the rows.</summary>
    public static Script Empty { get; } = new([], []);

    private Script(IReadOnlyList<Step> steps, IReadOnlyList<float[]> anchors)
    {
        Steps = steps;
        Anchors = anchors;
    }

    /// <summary>The predicted picks, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The vectors of the picks that are no repeats within the script, in order.</summary>
    public IReadOnlyList<float[]> Anchors { get; }

    /// <summary>Runs the rule over the active rows alone, until <paramref name="options"/> are met.</summary>
    /// <param name="kernel">The posterior kernel over the active rows.</param>
    /// <param name="rows">Number in the pool of each active row.</param>
    /// <param name="vectors">The active rows.</param>
    /// <param name="options">How many picks to predict, and which rows are allowed.</param>
    /// <param name="tolerance">Gains closer than this are ties.</param>
    /// <param name="cancellationToken">Checked between picks.</param>
    public static Script Predict(
        ActiveKernel kernel, IReadOnlyList<int> rows, ReadOnlyMemory<float>[] vectors, SelectionOptions options, double tolerance,
        CancellationToken cancellationToken)
    {
        using var picks = new Picks(kernel, options with { Filter = x => options.Filter is null || options.Filter(rows[x]) }, record: true);
        var steps = new List<Step>();
        var anchors = new List<float[]>();
        while (picks.WantsMore(cancellationToken))
        {
            double[] variances = picks.Posterior.TargetVariances.ToArray();
            picks.Posterior.Gains(picks.Scores);
            int best = picks.Best(picks.Scores, tolerance);
            if (best < 0)
            {
                break;
            }
            double gain = picks.Scores[best];
            picks.TryAdd(best, once: false);
            Observation observation = picks.Posterior.Observations[^1];
            steps.Add(new Step(rows[best], gain, variances, observation));
            if (observation.Variance > 0 && observation.Repeated < 0)
            {
                anchors.Add(vectors[best].ToArray());
            }
        }
        return new Script(steps, anchors);
    }
}
