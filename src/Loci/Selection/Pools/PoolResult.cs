namespace Loci.Selection.Pools;

/// <summary>The picks from a pool, in order, and what they cost.</summary>
/// <param name="Selection">Picks and objective, as <see cref="Rules.Sift"/> over the whole pool would give them.</param>
/// <param name="Passes">Full reads of the pool, those of a resumed run's earlier part included.</param>
/// <param name="RowsRead">Rows read by this run, the few that were read singly included.</param>
public sealed record PoolResult(SelectionResult Selection, int Passes, long RowsRead)
{
    /// <summary>By how much each pick lowered the objective.</summary>
    public IReadOnlyList<double> Gains =>
        [.. Selection.Objective.Select((objective, n) => (n == 0 ? Selection.Prior : Selection.Objective[n - 1]) - objective)];
}
