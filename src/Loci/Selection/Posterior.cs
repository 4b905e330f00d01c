using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Selection;

/// <summary>
/// The Gaussian-process posterior of candidates and targets after the picks X, in float64:
/// kₙ(a, b) = k(a, b) − k_X(a)ᵀ (K_X + λI)⁻¹ k_X(b), kept as variances kₙ(x, x), covariances kₙ(x, t) and variances kₙ(t, t).
/// Conditioning on x is a rank-one update, kₙ₊₁(a, b) = kₙ(a, b) − kₙ(a, x)·kₙ(x, b) / (kₙ(x, x) + λ), and the one new column kₙ(·, x) is
/// the kernel column minus its projections on the earlier picks (pivoted Cholesky).
/// Cost of a pick O(K·(d + n + m)), memory O(K·(N + m)), rented until disposal. arXiv 2410.08020, section 3.
/// </summary>
internal sealed class Posterior : IDisposable
{
    private const double LargestValue = 1e150; // squares stay finite

    private readonly bool _record;
    private readonly ICandidateKernel _kernel;
    private readonly double _noise;
    private readonly double[] _targetVariances;               // (m)
    private readonly Marginals _marginals;
    private readonly List<double[]> _columns = [];            // (n, K): kₙ(·, xₙ) / √(kₙ(xₙ, xₙ) + λ)
    private readonly List<double> _scales = [];               // (n): √(kₙ(xₙ, xₙ) + λ)
    private readonly List<double> _projections = [];          // scratch: what the pick at hand has on each earlier column
    private readonly Dictionary<int, int> _latest = [];       // pick → its latest column
    private readonly Dictionary<int, double[]> _fetched = []; // candidate → k(·, x), asked for ahead of its pick

    public Posterior(ICandidateKernel kernel, double noise, bool record = false)
    {
        _record = record;
        _kernel = kernel;
        _noise = noise;
        _targetVariances = new double[kernel.Targets];
        _marginals = new Marginals(kernel.Candidates, kernel.Targets);
        try
        {
            ReadPrior();
        }
        catch
        {
            _marginals.Dispose();
            throw;
        }
        Prior = Objective;
    }

    /// <summary>Σ_t k(t, t).</summary>
    public double Prior { get; }

    /// <summary>Σ_t kₙ(t, t).</summary>
    public double Objective => TensorPrimitives.Sum<double>(_targetVariances);

    /// <summary>Every observation so far, if they are recorded.</summary>
    public List<Observation> Observations { get; } = [];

    /// <summary>kₙ(t, t) of every target.</summary>
    public ReadOnlySpan<double> TargetVariances => _targetVariances;

    /// <summary>kₙ(x, x) of every candidate.</summary>
    public ReadOnlySpan<double> Variances => _marginals.Variances;

    /// <summary>kₙ(x, t) of every candidate with one target.</summary>
    public ReadOnlySpan<double> Covariances(int target) => _marginals.Covariances(target);

    /// <summary>By how much each candidate, picked next, would lower the objective: Σ_t kₙ(t, x)² / (kₙ(x, x) + λ).</summary>
    public void Gains(Span<double> gains) => _marginals.Gains(_targetVariances, _noise, gains);

    /// <summary>Conditions on candidate <paramref name="x"/>. One without variance, such as a zero vector, tells nothing and changes nothing.</summary>
    public void Observe(int x)
    {
        double variance = Variances[x];
        if (variance == 0)
        {
            Record(Observation.Nothing(x));
            return;
        }
        double scale = Math.Sqrt(variance + _noise);
        Span<double> column = Residual(x);
        column[x] = variance;
        TensorPrimitives.Divide(column, scale, column);
        var steps = new double[_targetVariances.Length];
        for (int t = 0; t < steps.Length; t++)
        {
            steps[t] = Covariances(t)[x] / scale;
            _targetVariances[t] = Math.Max(0, _targetVariances[t] - steps[t] * steps[t]);
        }
        _marginals.Condition(column, steps);
        double rest = _noise / (variance + _noise); // what x keeps of its own variance and covariances, without the cancellation of a − a·b
        _marginals.Set(x, variance * rest, steps, scale * rest);
        Record(new Observation(x, variance, scale, _latest.GetValueOrDefault(x, -1), _record ? [.. _projections] : [], steps));
        _latest[x] = _scales.Count;
        _scales.Add(scale);
    }

    /// <summary>Whether observing this candidate needs no new kernel column.</summary>
    public bool Knows(int x) => _fetched.ContainsKey(x) || _latest.ContainsKey(x);

    /// <summary>k(·, x) of a candidate about to be observed, for a rule that needs it too; kept, so that observing it costs no second column.</summary>
    public ReadOnlySpan<double> KernelColumn(int x)
    {
        if (!_fetched.TryGetValue(x, out double[]? rented))
        {
            rented = ArrayPool<double>.Shared.Rent(_kernel.Candidates);
            _fetched.Add(x, rented);
            _kernel.CandidateColumn(x, rented.AsSpan(0, _kernel.Candidates));
        }
        ReadOnlySpan<double> column = rented.AsSpan(0, _kernel.Candidates);
        CheckValues(column);
        return column;
    }

    /// <summary>Computes kernel columns in one go for candidates that will likely be observed.</summary>
    public void Fetch(IBatchedKernel kernel, ReadOnlySpan<int> candidates)
    {
        var columns = new double[candidates.Length][];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = ArrayPool<double>.Shared.Rent(kernel.Candidates);
            _fetched.Add(candidates[i], columns[i]);
        }
        kernel.CandidateColumns(candidates, columns);
    }

    /// <summary>Turns prior covariances k(x′, x) of a few candidates x′ with x into posterior ones, kₙ(x′, x).</summary>
    public void Project(int x, ReadOnlySpan<int> others, Span<double> covariances)
    {
        foreach (double[] column in _columns)
        {
            double projection = column[x];
            for (int i = 0; i < others.Length; i++)
            {
                covariances[i] -= projection * column[others[i]];
            }
        }
    }

    /// <summary>Writes the marginals of a few candidates.</summary>
    public void CopyTo(Marginals few, ReadOnlySpan<int> candidates)
    {
        for (int i = 0; i < candidates.Length; i++)
        {
            few.Variances[i] = Variances[candidates[i]];
            for (int t = 0; t < _targetVariances.Length; t++)
            {
                few.Covariances(t)[i] = Covariances(t)[candidates[i]];
            }
        }
        few.Begin();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _marginals.Dispose();
        foreach (double[] column in (IEnumerable<double[]>)[.. _columns, .. _fetched.Values])
        {
            ArrayPool<double>.Shared.Return(column);
        }
    }

    /// <summary>
    /// kₙ(·, x), which becomes the newest column. A repeat starts from what its own latest column left, λ/(kₙ(x, x) + λ) of it:
    /// no new kernel column and no cancellation.
    /// </summary>
    private Span<double> Residual(int x)
    {
        bool fetched = _fetched.Remove(x, out double[]? rented);
        rented ??= ArrayPool<double>.Shared.Rent(_kernel.Candidates);
        Span<double> column = rented.AsSpan(0, _kernel.Candidates);
        ReadOnlySpan<double[]> earlier = CollectionsMarshal.AsSpan(_columns);
        if (_latest.TryGetValue(x, out int latest))
        {
            TensorPrimitives.Multiply(earlier[latest].AsSpan(0, column.Length), _noise / _scales[latest], column);
            earlier = earlier[(latest + 1)..];
        }
        else
        {
            if (!fetched)
            {
                _kernel.CandidateColumn(x, column);
            }
            CheckValues(column);
        }
        _projections.Clear();
        foreach (double[] one in earlier)
        {
            _projections.Add(one[x]);
        }
        Projections.Subtract(column, earlier, CollectionsMarshal.AsSpan(_projections));
        _columns.Add(rented);
        return column;
    }

    private void Record(Observation observation)
    {
        if (_record)
        {
            Observations.Add(observation);
        }
    }

    private void ReadPrior()
    {
        _kernel.TargetVariances(_targetVariances);
        CheckVariances(_targetVariances);
        _kernel.CandidateVariances(_marginals.Variances);
        CheckVariances(_marginals.Variances);
        for (int t = 0; t < _targetVariances.Length; t++)
        {
            _kernel.TargetColumn(t, _marginals.Covariances(t));
            CheckValues(_marginals.Covariances(t));
        }
        _marginals.Begin();
    }

    /// <summary>Refuses variances that no positive kernel has.</summary>
    public static void CheckVariances(ReadOnlySpan<double> variances)
    {
        CheckValues(variances);
        if (variances.ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon))
        {
            throw new InvalidInputException("The kernel gives a negative variance k(x, x). It must be a positive kernel, such as an inner product.");
        }
    }

    /// <summary>Refuses NaN, infinity and values whose squares would overflow.</summary>
    public static void CheckValues(ReadOnlySpan<double> values)
    {
        double largest = values.IsEmpty ? 0 : TensorPrimitives.MaxMagnitude(values); // NaN, if there is one
        if (!(Math.Abs(largest) <= LargestValue))
        {
            throw new InvalidInputException($"The kernel gives the value {largest}; it must be a number of at most {LargestValue}. Check the vectors for NaN and infinity.");
        }
    }
}
