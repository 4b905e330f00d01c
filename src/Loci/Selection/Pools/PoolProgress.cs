namespace Loci.Selection.Pools;

/// <summary>How far a selection from a pool has come.</summary>
/// <param name="Picks">Picks that are certain.</param>
/// <param name="Count">Picks asked for.</param>
/// <param name="Pass">Number of the present read of the pool, from 1.</param>
/// <param name="RowsRead">Rows read in it.</param>
/// <param name="Rows">Rows of the pool.</param>
public readonly record struct PoolProgress(int Picks, int Count, int Pass, long RowsRead, long Rows);
