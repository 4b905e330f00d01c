using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// Mutual information between an observation of each candidate and noisy observations of all targets A, given the picks so far:
/// −½·log(1 − sₓ/(kₙ(x, x) + λ)), where sₓ = kₙ(x, A)·(kₙ(A, A) + λI)⁻¹·kₙ(A, x) is the variance of x that the targets explain. sₓ is a sum of
/// squares, so that nothing cancels where it is small.
/// </summary>
internal sealed class TargetInformation
{
    private const int Block = 512;                       // candidates at a time: m rows of them stay in the cache
    private const double Rounding = 1.0 / (1L << 44);    // of a target's prior variance: what is left below it is rounding

    private readonly Posterior _posterior;
    private readonly double _noise;
    private readonly int _targets;
    private readonly double[][] _covariances; // (m, m): kₙ(A, A)
    private readonly double[] _floors;        // (m)
    private readonly double[][] _factor;      // (m, m): lower Cholesky factor of kₙ(A, A) + λI; a zero pivot where a target has nothing of its own left
    private readonly double[][] _explained;   // (m, block)

    public TargetInformation(ICandidateKernel kernel, Posterior prior, double noise)
    {
        _posterior = prior;
        _noise = noise;
        _targets = kernel.Targets;
        _covariances = Rows(_targets, _targets);
        _factor = Rows(_targets, _targets);
        _explained = Rows(_targets, Math.Min(Block, kernel.Candidates));
        for (int t = 0; t < _targets; t++)
        {
            kernel.TargetCovariances(t, _covariances[t]);
            Posterior.CheckValues(_covariances[t]);
        }
        _floors = [.. _covariances.Select((row, t) => row[t] * Rounding)];
    }

    /// <summary>½·log(1 + y), accurate for small y.</summary>
    public static double HalfLog(double y)
    {
        double sum = 1 + y;
        return 0.5 * (sum == 1 ? y : double.IsInfinity(sum) ? Math.Log(double.MaxValue) : Math.Log(sum) * (y / (sum - 1)));
    }

    /// <summary>Takes note of a pick; to be called before the posterior observes it.</summary>
    public void Observe(int x)
    {
        double variance = _posterior.Variances[x];
        if (variance == 0)
        {
            return;
        }
        double scale = Math.Sqrt(variance + _noise);
        double[] steps = [.. Enumerable.Range(0, _targets).Select(t => _posterior.Covariances(t)[x] / scale)];
        for (int t = 0; t < _targets; t++)
        {
            TensorPrimitives.MultiplyAdd(steps, -steps[t], _covariances[t], _covariances[t]);
            _covariances[t][t] = Math.Max(0, _covariances[t][t]);
        }
    }

    /// <summary>Writes the information of every candidate, in nats.</summary>
    public void Write(Span<double> scores)
    {
        Factorize();
        for (int start = 0; start < scores.Length; start += Block)
        {
            Write(start, scores[start..Math.Min(start + Block, scores.Length)]);
        }
    }

    private void Write(int start, Span<double> scores)
    {
        scores.Clear();
        for (int t = 0; t < _targets; t++)
        {
            if (_factor[t][t] == 0)
            {
                continue;
            }
            Span<double> own = _explained[t].AsSpan(0, scores.Length);
            _posterior.Covariances(t).Slice(start, scores.Length).CopyTo(own);
            for (int s = 0; s < t; s++)
            {
                if (_factor[s][s] != 0)
                {
                    TensorPrimitives.MultiplyAdd(_explained[s].AsSpan(0, scores.Length), -_factor[t][s], own, own);
                }
            }
            TensorPrimitives.Divide(own, _factor[t][t], own);
            TensorPrimitives.MultiplyAdd(own, own, scores, scores);
        }
        ReadOnlySpan<double> variances = _posterior.Variances.Slice(start, scores.Length);
        for (int x = 0; x < scores.Length; x++)
        {
            // The targets explain no more than there is, but for rounding.
            scores[x] = -HalfLog(-Math.Min(scores[x], variances[x]) / (variances[x] + _noise));
        }
    }

    private void Factorize()
    {
        for (int t = 0; t < _targets; t++)
        {
            for (int s = 0; s < t; s++)
            {
                double rest = _covariances[t][s] - TensorPrimitives.Dot<double>(_factor[t].AsSpan(0, s), _factor[s].AsSpan(0, s));
                _factor[t][s] = _factor[s][s] == 0 ? 0 : rest / _factor[s][s];
            }
            double own = _covariances[t][t] - TensorPrimitives.SumOfSquares<double>(_factor[t].AsSpan(0, t));
            _factor[t][t] = own > _floors[t] ? Math.Sqrt(own + _noise) : 0;
        }
    }

    private static double[][] Rows(int rows, int length) => [.. Enumerable.Range(0, rows).Select(_ => new double[length])];
}
