namespace Loci.Selection.Rules;

/// <summary>
/// The seeding of k-means++: the first pick uniformly, each further one with a probability proportional to its squared distance to the nearest pick,
/// min over picks x′ of k(x, x) + k(x′, x′) − 2k(x, x′). Arthur and Vassilvitskii, SODA 2007, section 2.2.
/// Targets play no part in the picks, only in the reported objective. Each candidate comes once at most; where all that are left are copies of
/// picks (distance 0), the draw is uniform. The same seed, kernel and filter give the same picks.
/// Cost O(K) per pick beyond the kernel column, which the objective shares; otherwise costs and memory are those of <see cref="Sift"/>.
/// </summary>
/// <param name="seed">Seed of the draws.</param>
public sealed class KMeansPlusPlus(int seed = 0) : ISelector
{
    /// <inheritdoc/>
    public string Name => "kmeans++";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        using var distances = new CoveringDistances(picks.Posterior);
        var random = new Random(seed);
        while (picks.WantsMore(cancellationToken))
        {
            int next = Draw(picks, distances.Nearest, random);
            if (next < 0)
            {
                break;
            }
            distances.Add(next);
            if (!picks.TryAdd(next, once: true))
            {
                break;
            }
        }
        return picks.ToResult();
    }

    /// <summary>An allowed candidate, by its distance; −1 if none is allowed.</summary>
    private static int Draw(Picks picks, ReadOnlySpan<double> distances, Random random)
    {
        double total = 0;
        int allowed = 0;
        for (int x = 0; x < distances.Length; x++)
        {
            total += picks.Allows(x) ? distances[x] : 0;
            allowed += picks.Allows(x) ? 1 : 0;
        }
        bool uniform = total == 0 || double.IsInfinity(total);
        double left = random.NextDouble() * (uniform ? allowed : total);
        int last = -1;
        for (int x = 0; x < distances.Length && left >= 0; x++)
        {
            double weight = picks.Allows(x) ? uniform ? 1 : distances[x] : 0;
            if (weight > 0)
            {
                last = x;
                left -= weight;
            }
        }
        return last;
    }
}
