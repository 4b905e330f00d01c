namespace Loci.Selection.Rules;

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
        using var picks = new Picks(kernel, options);
        Relevance.Write(picks.Posterior, picks.Scores);
        return picks.Ranked(once: true, cancellationToken);
    }
}
