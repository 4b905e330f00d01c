namespace Loci.Indexing.Dense;

/// <summary>Scans pieces of the rows and keeps what may be among the best. For one thread.</summary>
internal sealed class ScanWorker
{
    private readonly IScorableRows _rows;
    private readonly IRowScorer _scorer;
    private readonly int _queries;
    private readonly int _tile;
    private readonly double[] _lower; // approximations first
    private readonly double[] _upper; // errors first

    /// <summary>Prepares; either one result for all queries together or one for each.</summary>
    public ScanWorker(IScorableRows rows, IRowScorer scorer, int queries, int results, DenseSearchOptions options)
    {
        (_rows, _scorer, _queries, _tile) = (rows, scorer, queries, DenseSearch.TileRows(queries));
        (_lower, _upper) = (new double[queries * _tile], new double[queries * _tile]);
        Contenders = [.. Enumerable.Range(0, results).Select(_ => new Contenders(options.Count, options.Allowed))];
    }

    /// <summary>What was kept for each result.</summary>
    public Contenders[] Contenders { get; }

    /// <summary>Scans some positions.</summary>
    public void Scan(int first, int count)
    {
        for (var end = first + count; first < end; first += _tile)
            ScanTile(first, Math.Min(_tile, end - first));
    }

    private void ScanTile(int first, int count)
    {
        Span<double> lower = _lower.AsSpan(0, _queries * count), upper = _upper.AsSpan(0, _queries * count);
        _scorer.Score(first, count, lower, upper);
        if (Contenders.Length < _queries)
            Bounds.OfSquares(lower, upper, count, _queries);
        else
            Bounds.OfMagnitudes(lower, upper);
        for (var result = 0; result < Contenders.Length; result++)
            Offer(Contenders[result], first, lower.Slice(result * count, count), upper.Slice(result * count, count));
    }

    private void Offer(Contenders contenders, int first, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        for (var i = Bounds.NextReaching(upper, 0, contenders.Threshold); i < upper.Length; i = Bounds.NextReaching(upper, i + 1, contenders.Threshold))
            contenders.Offer(_rows.Row(first + i), lower[i], upper[i]);
    }
}
