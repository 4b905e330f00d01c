namespace Loci.Selection.Rules;

/// <summary>
/// NN-F: the single nearest candidate, argmax over x of Σ_t k(x, t), N times: what relevance alone comes to where repeats are allowed, and what
/// <see cref="Sift"/> tends to with one target, non-negative k(x, t) and λ → ∞. A baseline of arXiv 2410.08020.
/// With <see cref="SelectionOptions.Distinct"/> it moves on to the next nearest, as <see cref="NearestNeighbors"/> does.
/// Cost O(m·K·d) for the scores and one column for the objective: a repeat needs no new one, O(N·K·(N + m)). Scores equal to 10⁻¹⁰ of the
/// largest go to the lowest index.
/// </summary>
public sealed class NearestRepeated : ISelector
{
    /// <inheritdoc/>
    public string Name => "nn-f";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        Relevance.Write(picks.Posterior, picks.Scores);
        return picks.Ranked(once: false, cancellationToken);
    }
}
