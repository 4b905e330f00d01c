namespace Loci.Indexing.Dense;

/// <summary>
/// The rows that may be among the K best: those whose upper bound is not below the K-th largest lower bound. Grows where bounds are too wide to tell rows apart.
/// For one thread.
/// </summary>
/// <param name="count">K.</param>
/// <param name="allowed">Which rows count; null for all.</param>
internal sealed class Contenders(int count, Func<int, bool>? allowed)
{
    private const int Least = 512;

    private Contender[] _kept = new Contender[Least];
    private double[] _scratch = [];
    private int _size;

    /// <summary>Rows with a smaller upper bound are not among the K best.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    /// <summary>Takes a row into account whose upper bound reaches the threshold.</summary>
    public void Offer(int row, double lower, double upper)
    {
        if (allowed?.Invoke(row) == false)
            return;
        if (_size == _kept.Length)
        {
            Tighten();
            if (_size > _kept.Length / 2)
                Array.Resize(ref _kept, checked(2 * _kept.Length));
        }
        _kept[_size++] = new Contender(row, lower, upper);
    }

    /// <summary>What several threads kept of one result, the most promising first: the same for every way to share rows between threads.</summary>
    public static Contender[] Ranked(int count, IEnumerable<Contenders> parts)
    {
        Contender[] all = [.. parts.SelectMany(part => part._kept.Take(part._size))];
        var threshold = OrderStatistic.KthLargest(Array.ConvertAll(all, contender => contender.Lower), count);
        all = Array.FindAll(all, contender => contender.Upper >= threshold);
        Array.Sort(all, (a, b) => a.Upper != b.Upper ? b.Upper.CompareTo(a.Upper) : a.Row.CompareTo(b.Row));
        return all;
    }

    private void Tighten()
    {
        if (_scratch.Length < _size)
            _scratch = new double[_kept.Length];
        for (var i = 0; i < _size; i++)
            _scratch[i] = _kept[i].Lower;
        Threshold = Math.Max(Threshold, OrderStatistic.KthLargest(_scratch.AsSpan(0, _size), count));
        var left = 0;
        for (var i = 0; i < _size; i++)
            if (_kept[i].Upper >= Threshold)
                _kept[left++] = _kept[i];
        _size = left;
    }
}
