using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Selection;

/// <summary>
/// Posterior variances kₙ(x, x) of K candidates and covariances kₙ(x, t) with m targets, in float64: what a greedy rule needs to know of candidates.
/// Memory O(K·m), rented until disposal.
/// </summary>
internal sealed class Marginals : IDisposable
{
    /// <summary>2⁻⁴⁴: a variance this far below its prior is rounding error of the subtractions, and counts as none left.</summary>
    private const double Rounding = 1.0 / (1L << 44);

    private readonly int _candidates;
    private readonly double[] _variances;     // (K)
    private readonly double[] _floors;        // (K)
    private readonly double[][] _covariances; // (m, K)

    public Marginals(int candidates, int targets)
    {
        _candidates = candidates;
        _variances = ArrayPool<double>.Shared.Rent(candidates);
        _floors = ArrayPool<double>.Shared.Rent(candidates);
        _covariances = new double[targets][];
        for (int t = 0; t < targets; t++)
        {
            _covariances[t] = ArrayPool<double>.Shared.Rent(candidates);
        }
    }

    /// <summary>kₙ(x, x); to be written with the prior before anything else is asked.</summary>
    public Span<double> Variances => _variances.AsSpan(0, _candidates);

    /// <summary>kₙ(x, t) with one target; to be written with the prior before anything else is asked.</summary>
    public Span<double> Covariances(int target) => _covariances[target].AsSpan(0, _candidates);

    /// <summary>Takes the variances as they are for the prior, against which rounding is measured.</summary>
    public void Begin() => TensorPrimitives.Multiply(Variances, Rounding, _floors);

    /// <summary>By how much each candidate, picked next, would lower the objective: Σ_t kₙ(t, x)² / (kₙ(x, x) + λ).</summary>
    public void Gains(ReadOnlySpan<double> targetVariances, double noise, Span<double> gains)
    {
        int width = Vector<double>.Count, x = 0;
        for (; x + width <= _candidates; x += width)
        {
            var variance = new Vector<double>(_variances, x);
            Vector<double> sum = Vector<double>.Zero;
            for (int t = 0; t < _covariances.Length; t++)
            {
                var covariance = new Vector<double>(_covariances[t], x);
                // Cauchy–Schwarz holds but for rounding; without it a tiny λ would blow rounding up.
                sum += Vector.Min(covariance * covariance, variance * targetVariances[t]);
            }
            (sum / (variance + new Vector<double>(noise))).CopyTo(gains[x..]);
        }
        for (; x < _candidates; x++)
        {
            double sum = 0;
            for (int t = 0; t < _covariances.Length; t++)
            {
                sum += Math.Min(_covariances[t][x] * _covariances[t][x], _variances[x] * targetVariances[t]);
            }
            gains[x] = sum / (_variances[x] + noise);
        }
    }

    /// <summary>
    /// Conditions every candidate on a pick x′: <paramref name="column"/> is kₙ(·, x′) and <paramref name="steps"/> kₙ(t, x′), both over √(kₙ(x′, x′) + λ).
    /// </summary>
    public void Condition(ReadOnlySpan<double> column, ReadOnlySpan<double> steps)
    {
        for (int t = 0; t < _covariances.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(column, -steps[t], Covariances(t), Covariances(t));
        }
        ReadOnlySpan<Vector<double>> columns = MemoryMarshal.Cast<double, Vector<double>>(column);
        Span<Vector<double>> variances = MemoryMarshal.Cast<double, Vector<double>>(Variances);
        ReadOnlySpan<Vector<double>> floors = MemoryMarshal.Cast<double, Vector<double>>(_floors.AsSpan(0, _candidates));
        for (int i = 0; i < columns.Length; i++)
        {
            Vector<double> left = variances[i] - columns[i] * columns[i];
            variances[i] = Vector.ConditionalSelect(Vector.GreaterThan(left, floors[i]), left, Vector<double>.Zero);
        }
        for (int x = columns.Length * Vector<double>.Count; x < _candidates; x++)
        {
            double left = _variances[x] - column[x] * column[x];
            _variances[x] = left > _floors[x] ? left : 0;
        }
    }

    /// <summary>Overrules what conditioning made of one candidate: its variance, and its covariances as <paramref name="steps"/>·<paramref name="scale"/>.</summary>
    public void Set(int x, double variance, ReadOnlySpan<double> steps, double scale)
    {
        _variances[x] = variance;
        for (int t = 0; t < steps.Length; t++)
        {
            _covariances[t][x] = steps[t] * scale;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_variances);
        ArrayPool<double>.Shared.Return(_floors);
        foreach (double[] covariances in _covariances)
        {
            ArrayPool<double>.Shared.Return(covariances);
        }
    }
}
