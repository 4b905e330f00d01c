namespace Loci.Selection.Pools;

/// <summary>
/// The rows that may be the pick of one step: the best so far and whatever ties with it. The pick is the lowest row within the tolerance of the best,
/// in whatever order rows are offered. Not safe for use by several threads.
/// </summary>
/// <param name="tolerance">Gains closer than this are ties.</param>
internal sealed class Contenders(double tolerance)
{
    private readonly List<(int Row, double Gain)> _rows = [];
    private double _best = double.NegativeInfinity;

    /// <summary>The pick; −1 if nothing was offered.</summary>
    public int Pick => _rows.Where(entry => entry.Gain >= _best - tolerance).Select(entry => entry.Row).DefaultIfEmpty(-1).Min();

    /// <summary>Gains below this need not be offered.</summary>
    public double Threshold => _best - tolerance;

    /// <summary>Takes a row into account.</summary>
    public void Offer(int row, double gain)
    {
        if (gain < Threshold || _rows.Exists(entry => entry.Row <= row && entry.Gain >= gain))
        {
            return;
        }
        _best = Math.Max(_best, gain);
        _rows.RemoveAll(entry => entry.Gain < Threshold || (entry.Row >= row && entry.Gain <= gain));
        _rows.Add((row, gain));
    }

    /// <summary>Takes everything into account that was offered to another.</summary>
    public void Merge(Contenders other)
    {
        foreach ((int row, double gain) in other._rows)
        {
            Offer(row, gain);
        }
    }
}
