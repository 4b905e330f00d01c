namespace Loci.Selection.Pools;

/// <summary>What is kept of every row between two reads of a pool: 12 bytes.</summary>
/// <param name="rows">M.</param>
internal sealed class PoolState(int rows)
{
    /// <summary>(M): posterior variance given the first <see cref="Applied"/> directions.</summary>
    public double[] Variances { get; } = new double[rows];

    /// <summary>(M): the largest share of a pick's gain that the row would have had in its place; more than 1 where the prediction was wrong.</summary>
    public float[] Closeness { get; } = new float[rows];

    /// <summary>How many of the posterior's directions the variances account for; −1 before the first read.</summary>
    public int Applied { get; set; } = -1;
}
