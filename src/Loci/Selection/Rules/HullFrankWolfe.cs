namespace Loci.Selection.Rules;

/// <summary>
/// HullFT: the point of the candidates' convex hull that is closest to the mean target q, found by Frank–Wolfe with exact line search
/// (arXiv 2605.30337; Frank and Wolfe, 1956), then made into N picks. At most N support points; it ends at a residual ‖q − y‖ below 10⁻⁵·‖q‖,
/// where no candidate brings y closer, or after 250 iterations. A support point of weight w comes about N·w times
/// (rounded to the least reconstruction error), all its repeats together, in order of entering the hull.
/// All in kernel values, so that it runs in the feature space of any kernel. The geometry is that of the mean target only: how the targets differ plays no
/// part, and <see cref="SelectionOptions.Noise"/> none in the picks. With <see cref="SelectionOptions.Distinct"/> counts are at most 1, so that
/// there may be fewer picks than N.
/// Cost O(I·K + S·K·d) for I iterations and S support points, and as for <see cref="Sift"/> for the objective; memory O(K·(S + m) + S²).
/// Products within 10⁻¹⁰ of the largest of ‖q‖² and k(x, x) are ties and go to the lowest index.
/// </summary>
public sealed class HullFrankWolfe : ISelector
{
    /// <inheritdoc/>
    public string Name => "hullft";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        using var hull = new HullWeights(kernel, picks);
        hull.Run(options.Count, cancellationToken);
        int[] counts = HullCounts.Of(hull, picks.Posterior, options.Count, options.Distinct);
        foreach (int x in hull.Support.Zip(counts).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second)))
        {
            if (!picks.WantsMore(cancellationToken))
            {
                break;
            }
            if (picks.Allows(x) && !picks.TryAdd(x, once: false)) // a group may have had its share
            {
                break;
            }
        }
        return picks.ToResult();
    }
}
