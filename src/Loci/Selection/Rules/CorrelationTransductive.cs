using System.Numerics.Tensors;

namespace Loci.Selection.Rules;

/// <summary>
/// CTL, correlation-based transductive learning: x_{n+1} = argmax over x of the mean over targets of kₙ(x, t) / √(kₙ(x, x)·kₙ(t, t)), the
/// correlation that the earlier picks leave. arXiv 2402.15898 (CTL in activeft).
/// Signed: unlike <see cref="Sift"/> it finds an opposite candidate the least, not the most informative. Lengths do not count before the first pick;
/// afterwards they do, against λ. A candidate or target without variance has correlation 0. Where there is no correlation left to gain it takes what
/// harms it least, however little that tells.
/// Cost O(N·K·(d + N + m)), memory O(K·(N + m)). Correlations within 10⁻¹⁰ are ties and go to the lowest index.
/// </summary>
public sealed class CorrelationTransductive : ISelector
{
    /// <inheritdoc/>
    public string Name => "ctl";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        Posterior posterior = picks.Posterior;
        return picks.Greedy(scores => Score(posterior, scores), Picks.Tie, once: false, cancellationToken);
    }

    private static void Score(Posterior posterior, Span<double> scores)
    {
        scores.Clear();
        ReadOnlySpan<double> variances = posterior.Variances;
        for (int t = 0; t < posterior.TargetVariances.Length; t++)
        {
            double targetDeviation = Math.Sqrt(posterior.TargetVariances[t]);
            ReadOnlySpan<double> covariances = posterior.Covariances(t);
            for (int x = 0; x < scores.Length; x++)
            {
                double scale = Math.Sqrt(variances[x]) * targetDeviation;
                scores[x] += scale > 0 ? Math.Clamp(covariances[x] / scale, -1, 1) : 0; // Cauchy–Schwarz holds but for rounding
            }
        }
        TensorPrimitives.Divide(scores, posterior.TargetVariances.Length, scores);
    }
}
