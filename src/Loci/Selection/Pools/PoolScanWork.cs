using Loci.Vectors;

namespace Loci.Selection.Pools;

/// <summary>What one read of a pool computes for every row; shared by its workers, which write disjoint parts of the state.</summary>
internal sealed class PoolScanWork
{
    private readonly SelectionOptions _options;
    private readonly Dictionary<int, int> _barred = []; // row → first step at which it may not be picked any more

    public PoolScanWork(IVectorRows rows, PoolPosterior posterior, PoolState state, Script script, SelectionOptions options, IReadOnlyList<int> picks)
    {
        Rows = rows;
        State = state;
        Script = script;
        _options = options;
        Tolerance = posterior.Tolerance;
        FinalTargetVariances = posterior.TargetVariances.ToArray();
        Pending = posterior.Directions.Count - Math.Max(0, state.Applied);
        Targets = posterior.Targets.Count;
        double[][] vectors =
        [
            .. posterior.Directions.Skip(posterior.Directions.Count - Pending),
            .. posterior.Targets,
            .. script.Anchors.Select(anchor => posterior.Given(anchor)),
        ];
        Functions = vectors.Length;
        Vectors = [.. vectors.SelectMany(vector => vector)];
        Bar(picks);
    }

    /// <summary>The pool.</summary>
    public IVectorRows Rows { get; }

    /// <summary>What is kept of every row.</summary>
    public PoolState State { get; }

    /// <summary>The predicted picks.</summary>
    public Script Script { get; }

    /// <summary>λ.</summary>
    public double Noise => _options.Noise;

    /// <summary>Gains closer than this are ties.</summary>
    public double Tolerance { get; }

    /// <summary>kₙ(t, t) where the script is empty.</summary>
    public double[] FinalTargetVariances { get; }

    /// <summary>How many vectors are directions that the stored variances do not account for yet; they come first.</summary>
    public int Pending { get; }

    /// <summary>m; the targets' vectors come next, and then those of the script.</summary>
    public int Targets { get; }

    /// <summary>How many vectors a row is multiplied with.</summary>
    public int Functions { get; }

    /// <summary>The vectors, F × d.</summary>
    public double[] Vectors { get; }

    /// <summary>Whether a row may be picked at a step of the script.</summary>
    public bool Allows(int row, int step) =>
        (_options.Filter is null || _options.Filter(row)) && !(_barred.TryGetValue(row, out int first) && step >= first);

    /// <summary>Nothing offered yet, for each step.</summary>
    public Contenders[] NewContenders() => [.. Script.Steps.Select(_ => new Contenders(Tolerance))];

    private void Bar(IReadOnlyList<int> picks)
    {
        if (!_options.Distinct)
        {
            return;
        }
        foreach (int row in picks)
        {
            _barred[row] = 0;
        }
        for (int s = 0; s < Script.Steps.Count; s++)
        {
            _barred.TryAdd(Script.Steps[s].Row, s + 1);
        }
    }
}
