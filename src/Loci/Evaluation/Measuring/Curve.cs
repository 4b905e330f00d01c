using Loci.Evaluation.Records;
using Loci.Learning;

namespace Loci.Evaluation.Measuring;

/// <summary>Collects what is measured of one method at each checkpoint.</summary>
internal sealed class Curve
{
    private static readonly string[] Scoring = ["score", "guard"]; // stages that the method itself does not need

    private readonly StageClock _stages;
    private readonly List<double> _nats, _guard, _spent;

    /// <param name="checkpoints">Numbers of picks at which is measured, 0 first.</param>
    /// <param name="stages">The clock of the method's stages.</param>
    /// <param name="baseNats">The base's nats.</param>
    /// <param name="baseGuard">The base's on what a guard may look at.</param>
    public Curve(IReadOnlyList<int> checkpoints, StageClock stages, double baseNats, double baseGuard)
    {
        (Checkpoints, _stages) = (checkpoints, stages);
        (_nats, _guard, _spent) = ([baseNats], [baseGuard], [Spent]);
    }

    /// <summary>Numbers of picks at which is measured.</summary>
    public IReadOnlyList<int> Checkpoints { get; }

    private double Spent => _stages.Seconds.Where(stage => !Scoring.Contains(stage.Key, StringComparer.Ordinal)).Sum(stage => stage.Value);

    /// <summary>Goes through the checkpoints; one that has no pick of its own, since the rule stopped, repeats what was measured last.</summary>
    /// <param name="picks">Picks there are.</param>
    /// <param name="learn">Takes picks from the first up to, but not, the second.</param>
    /// <param name="score">Nats of the scored text.</param>
    /// <param name="guard">Nats of what a guard may look at.</param>
    public void Follow(int picks, Func<int, int, int> learn, Func<double> score, Func<double> guard)
    {
        var at = 0;
        foreach (var checkpoint in Checkpoints.Skip(1))
        {
            var until = Math.Min(checkpoint, picks);
            if (until > at)
            {
                var from = at;
                at = _stages.Time("tune", () => learn(from, until));
                _spent.Add(Spent);
                _nats.Add(_stages.Time("score", score));
                _guard.Add(_stages.Time("guard", guard));
            }
            else
            {
                _spent.Add(_spent[^1]);
                _nats.Add(_nats[^1]);
                _guard.Add(_guard[^1]);
            }
        }
    }

    /// <summary>What was measured.</summary>
    public MethodResult Result(Retrieved retrieved, int steps, IReadOnlyList<double> losses) => new(
        _nats, _guard, _spent, steps, losses, Math.Sqrt(retrieved.Selection.Prior),
        [.. retrieved.Picks.Select(pick => pick.Uncertainty)], [.. retrieved.Picks.Select(pick => pick.Score)], [.. retrieved.Picks.Select(pick => pick.Id)], _stages.Seconds);
}
