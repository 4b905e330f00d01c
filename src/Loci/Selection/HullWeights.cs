using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// Frank–Wolfe in the kernel's feature space: weights w ≥ 0 with Σ w = 1 over few support points so that y = Σᵢ wᵢ·xᵢ is close to the mean target
/// q = (1/m)·Σ_t t. Each step goes from y towards s = argmax over x of ⟨x, q − y⟩ by the exact line search
/// γ = ⟨q − y, s − y⟩ / ‖s − y‖², clipped to [0, 1]. All in kernel values: k(x, q), k(x, y) and ‖y‖² are kept. Rented until disposal.
/// </summary>
internal sealed class HullWeights : IDisposable
{
    private const int MostIterations = 250;
    private const double SmallResidual = 1e-5; // ‖q − y‖, as a part of ‖q‖

    private readonly Picks _picks;
    private readonly int _candidates;
    private readonly double _targetNorm; // ‖q‖²
    private readonly double _scale;      // the largest of ‖q‖² and k(x, x): what ties are measured by
    private readonly double[] _toTarget; // (K): k(x, q)
    private readonly double[] _toPoint;  // (K): k(x, y)
    private double _pointToTarget;       // ⟨y, q⟩
    private double _pointNorm;           // ‖y‖²

    public HullWeights(ICandidateKernel kernel, Picks picks)
    {
        _picks = picks;
        _candidates = kernel.Candidates;
        _targetNorm = MeanTargetNorm(kernel);
        _scale = Math.Max(_targetNorm, Picks.Largest(picks.Posterior.Variances));
        _toTarget = ArrayPool<double>.Shared.Rent(_candidates);
        _toPoint = ArrayPool<double>.Shared.Rent(_candidates);
        Relevance.Write(picks.Posterior, ToTarget);
        TensorPrimitives.Divide(ToTarget, kernel.Targets, ToTarget);
        ToPoint.Clear();
    }

    /// <summary>The support points, in the order in which they entered the hull.</summary>
    public List<int> Support { get; } = [];

    /// <summary>Weight of each support point; they sum to 1.</summary>
    public List<double> Weights { get; } = [];

    /// <summary>k(x, q) of every candidate with the mean target.</summary>
    public Span<double> ToTarget => _toTarget.AsSpan(0, _candidates);

    /// <summary>The largest of ‖q‖² and k(x, x).</summary>
    public double Scale => _scale;

    private Span<double> ToPoint => _toPoint.AsSpan(0, _candidates);

    /// <summary>Runs until the residual is small, nothing brings it closer, or there are <paramref name="most"/> support points or 250 iterations.</summary>
    public void Run(int most, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostIterations && Support.Count < most; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract(ToTarget, ToPoint, _picks.Scores);
            int next = _picks.Best(_picks.Scores, Picks.Tie * _scale);
            if (next < 0 || Support.Count > 0 && !Step(next))
            {
                break;
            }
            if (Support.Count == 0)
            {
                Move(next, 1);
            }
            if (_targetNorm - 2 * _pointToTarget + _pointNorm < SmallResidual * SmallResidual * _targetNorm)
            {
                break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_toTarget);
        ArrayPool<double>.Shared.Return(_toPoint);
    }

    /// <summary>Goes towards a candidate as far as it helps; false if it does not.</summary>
    private bool Step(int x)
    {
        double gain = _toTarget[x] - _toPoint[x] - (_pointToTarget - _pointNorm);
        double length = _picks.Posterior.Variances[x] - 2 * _toPoint[x] + _pointNorm;
        if (gain <= Picks.Tie * _scale || length <= Picks.Tie * _scale)
        {
            return false;
        }
        Move(x, Math.Min(1, gain / length));
        return true;
    }

    private void Move(int x, double rate)
    {
        double kept = 1 - rate, toPoint = _toPoint[x];
        for (int i = 0; i < Weights.Count; i++)
        {
            Weights[i] *= kept;
        }
        int known = Support.IndexOf(x);
        if (known < 0)
        {
            known = Support.Count;
            Support.Add(x);
            Weights.Add(0);
        }
        Weights[known] += rate;
        _pointNorm = kept * kept * _pointNorm + 2 * rate * kept * toPoint + rate * rate * _picks.Posterior.Variances[x];
        _pointToTarget = kept * _pointToTarget + rate * _toTarget[x];
        TensorPrimitives.Multiply(ToPoint, kept, ToPoint);
        TensorPrimitives.MultiplyAdd(_picks.Posterior.KernelColumn(x), rate, ToPoint, ToPoint);
    }

    private static double MeanTargetNorm(ICandidateKernel kernel)
    {
        var covariances = new double[kernel.Targets];
        double sum = 0;
        for (int t = 0; t < kernel.Targets; t++)
        {
            kernel.TargetCovariances(t, covariances);
            Posterior.CheckValues(covariances);
            sum += TensorPrimitives.Sum<double>(covariances);
        }
        return Math.Max(0, sum / kernel.Targets / kernel.Targets);
    }
}
