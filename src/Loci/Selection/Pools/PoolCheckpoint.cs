namespace Loci.Selection.Pools;

/// <summary>What a selection from a pool knows after a read of it: enough to go on in another process and pick the same.</summary>
/// <param name="Picks">The picks that are certain, in order.</param>
/// <param name="ActiveRows">Rows from which the next picks are predicted, ascending.</param>
/// <param name="Passes">Full reads of the pool so far.</param>
public sealed record PoolCheckpoint(IReadOnlyList<int> Picks, IReadOnlyList<int> ActiveRows, int Passes);
