using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// The Gaussian-process posterior of candidates and targets after the picks X, in float64:
/// kₙ(a, b) = k(a, b) − k_X(a)ᵀ (K_X + λI)⁻¹ k_X(b), kept as variances kₙ(x, x), covariances kₙ(x, t) and variances kₙ(t, t).
/// Conditioning on x is a rank-one update, kₙ₊₁(a, b) = kₙ(a, b) − kₙ(a, x)·kₙ(x, b) / (kₙ(x, x) + λ), and the one new column kₙ(·, x) is
/// the kernel column minus its projections on the earlier picks (pivoted Cholesky).
/// Cost of a pick O(K·(d + n + m)), memory O(K·(N + m)). arXiv 2410.08020, section 3.
/// </summary>
internal sealed class Posterior
{
    private const double LargestValue = 1e150; // squares stay finite

    /// <summary>2⁻⁴⁴: a variance this far below its prior is rounding error of the subtractions, and counts as none left.</summary>
    private const double Rounding = 1.0 / (1L << 44);

    private readonly ICandidateKernel _kernel;
    private readonly double _noise;
    private readonly double[] _targetVariances;   // (m)
    private readonly double[][] _covariances;     // (m, K)
    private readonly double[] _variances;         // (K)
    private readonly double[] _floors;            // (K)
    private readonly List<double[]> _columns = []; // (n, K): kₙ(·, xₙ) / √(kₙ(xₙ, xₙ) + λ)
    private readonly List<double> _scales = [];    // (n): √(kₙ(xₙ, xₙ) + λ)
    private readonly int[] _latest;               // candidate → its latest column, −1 if none

    public Posterior(ICandidateKernel kernel, double noise)
    {
        _kernel = kernel;
        _noise = noise;
        _variances = new double[kernel.Candidates];
        _targetVariances = new double[kernel.Targets];
        _covariances = new double[kernel.Targets][];
        kernel.CandidateVariances(_variances);
        kernel.TargetVariances(_targetVariances);
        CheckVariances(_variances);
        CheckVariances(_targetVariances);
        for (int t = 0; t < _covariances.Length; t++)
        {
            kernel.TargetColumn(t, _covariances[t] = new double[kernel.Candidates]);
            CheckValues(_covariances[t]);
        }
        _floors = new double[kernel.Candidates];
        TensorPrimitives.Multiply(_variances, Rounding, _floors);
        _latest = new int[kernel.Candidates];
        _latest.AsSpan().Fill(-1);
        Prior = Objective;
    }

    /// <summary>Σ_t k(t, t).</summary>
    public double Prior { get; }

    /// <summary>Σ_t kₙ(t, t).</summary>
    public double Objective => TensorPrimitives.Sum<double>(_targetVariances);

    /// <summary>By how much each candidate, picked next, would lower the objective: Σ_t kₙ(t, x)² / (kₙ(x, x) + λ).</summary>
    public void Gains(Span<double> gains)
    {
        gains.Clear();
        for (int t = 0; t < _covariances.Length; t++)
        {
            double[] covariances = _covariances[t];
            double targetVariance = _targetVariances[t];
            for (int x = 0; x < gains.Length; x++)
            {
                // Cauchy–Schwarz holds but for rounding; without it a tiny λ would blow rounding up.
                gains[x] += Math.Min(covariances[x] * covariances[x], _variances[x] * targetVariance) / (_variances[x] + _noise);
            }
        }
    }

    /// <summary>Conditions on candidate <paramref name="x"/>. One without variance, such as a zero vector, tells nothing and changes nothing.</summary>
    public void Observe(int x)
    {
        double variance = _variances[x];
        if (variance == 0)
        {
            return;
        }
        double scale = Math.Sqrt(variance + _noise);
        double rest = _noise / (variance + _noise); // what x keeps of its own variance and covariances, without the cancellation of a − a·b
        double[] column = Residual(x);
        column[x] = variance;
        TensorPrimitives.Divide(column, scale, column);
        for (int t = 0; t < _covariances.Length; t++)
        {
            double covariance = _covariances[t][x], step = covariance / scale;
            _targetVariances[t] = Math.Max(0, _targetVariances[t] - step * step);
            TensorPrimitives.MultiplyAdd(column, -step, _covariances[t], _covariances[t]);
            _covariances[t][x] = covariance * rest;
        }
        for (int y = 0; y < column.Length; y++)
        {
            double left = _variances[y] - column[y] * column[y];
            _variances[y] = left > _floors[y] ? left : 0;
        }
        _variances[x] = variance * rest;
        _latest[x] = _columns.Count;
        _columns.Add(column);
        _scales.Add(scale);
    }

    /// <summary>kₙ(·, x). A repeat starts from what its own latest column left, λ/(kₙ(x, x) + λ) of it: no new kernel column and no cancellation.</summary>
    private double[] Residual(int x)
    {
        var column = new double[_variances.Length];
        int latest = _latest[x];
        if (latest < 0)
        {
            _kernel.CandidateColumn(x, column);
            CheckValues(column);
        }
        else
        {
            TensorPrimitives.Multiply(_columns[latest], _noise / _scales[latest], column);
        }
        for (int n = latest + 1; n < _columns.Count; n++)
        {
            TensorPrimitives.MultiplyAdd(_columns[n], -_columns[n][x], column, column);
        }
        return column;
    }

    private static void CheckVariances(ReadOnlySpan<double> variances)
    {
        CheckValues(variances);
        if (variances.ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon))
        {
            throw new InvalidInputException("The kernel gives a negative variance k(x, x). It must be a positive kernel, such as an inner product.");
        }
    }

    private static void CheckValues(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!(Math.Abs(value) <= LargestValue))
            {
                throw new InvalidInputException($"The kernel gives the value {value}; it must be a number of at most {LargestValue}. Check the vectors for NaN and infinity.");
            }
        }
    }
}
