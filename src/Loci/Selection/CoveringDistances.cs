using System.Buffers;

namespace Loci.Selection;

/// <summary>
/// Squared distance of every candidate to the nearest pick, in the kernel's feature space: min over picks x of k(x, x) + k(y, y) − 2k(x, y).
/// A pick costs its kernel column, which the posterior keeps, and O(K). Rented until disposal.
/// </summary>
internal sealed class CoveringDistances : IDisposable
{
    private const double Rounding = 1.0 / (1L << 44); // of k(x, x) + k(y, y): a difference below it is rounding, and the two are copies

    private readonly Posterior _posterior;
    private readonly int _candidates;
    private readonly double[] _variances; // (K): k(y, y)
    private readonly double[] _nearest;   // (K)

    public CoveringDistances(Posterior prior)
    {
        _posterior = prior;
        _candidates = prior.Variances.Length;
        _variances = ArrayPool<double>.Shared.Rent(_candidates);
        _nearest = ArrayPool<double>.Shared.Rent(_candidates);
        prior.Variances.CopyTo(_variances);
        _nearest.AsSpan(0, _candidates).Fill(double.PositiveInfinity);
    }

    /// <summary>The squared distances; infinite before the first pick.</summary>
    public ReadOnlySpan<double> Nearest => _nearest.AsSpan(0, _candidates);

    /// <summary>The largest squared distance there may be is four times the largest k(y, y); this is the scale of ties.</summary>
    public double Scale => Picks.Largest(_variances.AsSpan(0, _candidates));

    /// <summary>Adds a pick; to be called before the posterior observes it.</summary>
    public void Add(int x)
    {
        ReadOnlySpan<double> column = _posterior.KernelColumn(x);
        for (int y = 0; y < column.Length; y++)
        {
            double sum = _variances[x] + _variances[y], distance = sum - 2 * column[y];
            _nearest[y] = Math.Min(_nearest[y], distance > Rounding * sum ? distance : 0);
        }
        _nearest[x] = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_variances);
        ArrayPool<double>.Shared.Return(_nearest);
    }
}
