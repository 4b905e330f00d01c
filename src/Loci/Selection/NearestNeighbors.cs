using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// Nearest neighbours: candidates by falling kernel value with the target, Σ_t k(x, t) for several; relevance alone, whatever was picked before.
/// Each candidate comes once at most, so there are never more picks than candidates.
/// <see cref="SelectionOptions.Noise"/> has no say in the order; it enters the objective that is reported (and stopped by).
/// Cost O(m·K·d) for the order and as for <see cref="Sift"/> for the objective. Equal scores (to 10⁻¹⁰ of the largest) go to the lowest index.
/// </summary>
public sealed class NearestNeighbors : ISelector
{
    /// <inheritdoc/>
    public string Name => "nn";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        var picks = new Picks(kernel, options);
        double[] scores = Scores(kernel);
        double tolerance = scores.Length == 0 ? 0 : Picks.Tie * Math.Abs(TensorPrimitives.MaxMagnitude<double>(scores));
        while (picks.WantsMore(cancellationToken))
        {
            int best = picks.Best(scores, tolerance);
            if (best < 0 || !picks.TryAdd(best, once: true))
            {
                break;
            }
        }
        return picks.ToResult();
    }

    private static double[] Scores(ICandidateKernel kernel)
    {
        var scores = new double[kernel.Candidates];
        var column = new double[kernel.Candidates];
        for (int t = 0; t < kernel.Targets; t++)
        {
            kernel.TargetColumn(t, column);
            TensorPrimitives.Add(scores, column, scores);
        }
        return scores;
    }
}
