namespace Loci.Selection.Rules;

/// <summary>
/// Farthest-first traversal: first the lowest allowed index, then argmax over x of the squared distance to the nearest pick,
/// min over picks x′ of k(x, x) + k(x′, x′) − 2k(x, x′). It covers the candidates: no radius is more than twice that of the best N centres
/// (Gonzalez, 1985). Targets play no part in the picks, only in the reported objective.
/// Each candidate comes once at most; copies of picks come last, since they are at distance 0.
/// Cost O(K) per pick beyond the kernel column, which the objective shares; otherwise costs and memory are those of <see cref="Sift"/>.
/// Squared distances within 10⁻¹⁰ of the largest k(x, x) are ties and go to the lowest index.
/// </summary>
public sealed class FarthestFirst : ISelector
{
    /// <inheritdoc/>
    public string Name => "farthest";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        using var distances = new CoveringDistances(picks.Posterior);
        double tolerance = Picks.Tie * distances.Scale;
        while (picks.WantsMore(cancellationToken))
        {
            distances.Nearest.CopyTo(picks.Scores);
            int best = picks.Best(picks.Scores, tolerance);
            if (best < 0)
            {
                break;
            }
            distances.Add(best);
            if (!picks.TryAdd(best, once: true))
            {
                break;
            }
        }
        return picks.ToResult();
    }
}
