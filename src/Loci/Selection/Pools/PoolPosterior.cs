using System.Numerics.Tensors;
using Loci.Selection.Kernels;

namespace Loci.Selection.Pools;

/// <summary>
/// The posterior of a linear kernel after n picks, kept as vectors of d elements instead of columns over all rows. With fᵢ = A_{i−1}·xᵢ / √(kᵢ₋₁(xᵢ, xᵢ) + λ),
/// where Aₙ = I − Σᵢ fᵢfᵢᵀ, it is kₙ(x, y) = xᵀ·Aₙ·y: one inner product with Aₙ·y per row, however many picks there were.
/// Float64; memory O((n + m)·d). Not safe for use by several threads while <see cref="Observe"/> runs.
/// </summary>
internal sealed class PoolPosterior
{
    private readonly double _noise;
    private readonly List<double[]> _directions = []; // (n, d): fᵢ
    private readonly double[][] _targets;             // (m, d): Aₙ·t
    private readonly double[] _targetVariances;       // (m)

    public PoolPosterior(IReadOnlyList<ReadOnlyMemory<float>> targets, int dimensions, double noise)
    {
        DenseRows.CheckTargets(targets.Count);
        DenseRows.CheckLengths<float>([.. targets], dimensions, "Target");
        _noise = noise;
        _targetVariances = [.. targets.Select(target => WideProduct.SquaredNorm(target.Span))];
        DenseRows.CheckNorms(_targetVariances, "Target");
        _targets = [.. targets.Select(target => Wide(target.Span))];
        Prior = Objective;
    }

    /// <summary>Σ_t k(t, t).</summary>
    public double Prior { get; }

    /// <summary>Gains closer than this are ties.</summary>
    public double Tolerance => Picks.Tie * Prior;

    /// <summary>Σ_t kₙ(t, t).</summary>
    public double Objective => TensorPrimitives.Sum<double>(_targetVariances);

    /// <summary>kₙ(t, t) of every target.</summary>
    public ReadOnlySpan<double> TargetVariances => _targetVariances;

    /// <summary>Aₙ·t of every target: its product with a row is the row's covariance with the target.</summary>
    public IReadOnlyList<double[]> Targets => _targets;

    /// <summary>fᵢ of every pick that told anything: Σ of squared products with a row is what its variance has lost.</summary>
    public IReadOnlyList<double[]> Directions => _directions;

    /// <summary>Aₙ·x: its product with a row is the row's covariance with x.</summary>
    public double[] Given(ReadOnlySpan<float> x)
    {
        double[] given = Wide(x);
        foreach (double[] direction in _directions)
        {
            TensorPrimitives.MultiplyAdd(direction, -WideProduct.Dot(x, direction), given, given);
        }
        return given;
    }

    /// <summary>Conditions on a row.</summary>
    public void Observe(ReadOnlySpan<float> x)
    {
        double[] direction = Given(x);
        double variance = WideProduct.Dot(x, direction);
        if (variance <= 0)
        {
            return;
        }
        TensorPrimitives.Divide(direction, Math.Sqrt(variance + _noise), direction);
        for (int t = 0; t < _targets.Length; t++)
        {
            double step = WideProduct.Dot(x, _targets[t]) / Math.Sqrt(variance + _noise);
            TensorPrimitives.MultiplyAdd(direction, -step, _targets[t], _targets[t]);
            _targetVariances[t] = Math.Max(0, _targetVariances[t] - step * step);
        }
        _directions.Add(direction);
    }

    private static double[] Wide(ReadOnlySpan<float> row)
    {
        var wide = new double[row.Length];
        WideProduct.Widen(row, wide);
        return wide;
    }
}
