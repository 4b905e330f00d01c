namespace Loci.Tests.Selection;

/// <summary>The scores of rules, each from the whole posterior by direct elimination: the oracle of the reference's formulas.</summary>
internal sealed class NaiveScores
{
    private readonly int _candidates;
    private readonly int _items;
    private readonly double _noise;
    private readonly double[,] _kernel; // candidates, then targets

    public NaiveScores(int candidates, int targets, double noise, Func<int, int, double> kernel)
    {
        _candidates = candidates;
        _items = candidates + targets;
        _noise = noise;
        _kernel = new double[_items, _items];
        foreach ((int a, int b) in Enumerable.Range(0, _items).SelectMany(a => Enumerable.Range(0, _items).Select(b => (a, b))))
        {
            _kernel[a, b] = kernel(a, b);
        }
    }

    private IEnumerable<int> Targets => Enumerable.Range(_candidates, _items - _candidates);

    /// <summary>½·log((P_xx + λ) / (c_x + λ)), c_x = P_xx less what noisy observations of the targets explain.</summary>
    public double Information(IReadOnlyList<int> picks, int x) =>
        0.5 * Math.Log((Given(picks, x, x) + _noise) / (Given([.. picks, .. Targets], x, x) + _noise));

    public double Correlation(IReadOnlyList<int> picks, int x) =>
        Targets.Average(t => Given(picks, x, t) / Math.Sqrt(Given(picks, x, x) * Given(picks, t, t)));

    public double Variance(IReadOnlyList<int> picks, int x) => Given(picks, x, x);

    /// <summary>Squared distance to the nearest pick; infinite before the first.</summary>
    public double Distance(IReadOnlyList<int> picks, int x) =>
        picks.Select(p => _kernel[x, x] + _kernel[p, p] - 2 * _kernel[x, p]).DefaultIfEmpty(double.PositiveInfinity).Min();

    public double Cosine(int x) => Targets.Average(t => _kernel[x, t] / Math.Sqrt(_kernel[x, x] * _kernel[t, t]));

    /// <summary>k(a, b) − k_S(a)ᵀ (K_S + λI)⁻¹ k_S(b): the Schur complement that elimination of the observed items leaves.</summary>
    private double Given(IReadOnlyList<int> observed, int a, int b)
    {
        int n = observed.Count;
        int[] rows = [.. observed, a], columns = [.. observed, b];
        var matrix = new double[n + 1, n + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= n; j++)
            {
                matrix[i, j] = _kernel[rows[i], columns[j]] + (i == j && i < n ? _noise : 0);
            }
        }
        for (int p = 0; p < n; p++)
        {
            for (int i = p + 1; i <= n; i++)
            {
                double factor = matrix[i, p] / matrix[p, p];
                for (int j = p; j <= n; j++)
                {
                    matrix[i, j] -= factor * matrix[p, j];
                }
            }
        }
        return matrix[n, n];
    }
}
