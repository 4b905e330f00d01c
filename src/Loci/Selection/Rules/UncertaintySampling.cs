namespace Loci.Selection.Rules;

/// <summary>
/// Uncertainty sampling: the candidate that is least known, whatever the targets. Sequential, it takes argmax over x of kₙ(x, x), the posterior
/// variance after the picks, which maximises the log-determinant of K_X + λI greedily (undirected ITL of arXiv 2402.15898); a candidate comes again
/// where it is still the least known. Static, it takes candidates by falling k(x, x), nothing updated and each once.
/// Targets play no part in the picks, only in the reported objective. Unit vectors all have the same k(x, x): the static form then goes by index.
/// Cost O(N·K·(d + N + m)), memory O(K·(N + m)). Scores within 10⁻¹⁰ of the largest k(x, x) are ties and go to the lowest index.
/// </summary>
/// <param name="sequential">Whether variances are those left by the earlier picks; true by default.</param>
public sealed class UncertaintySampling(bool sequential = true) : ISelector
{
    /// <inheritdoc/>
    public string Name => sequential ? "uncertainty" : "uncertainty-static";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        Posterior posterior = picks.Posterior;
        posterior.Variances.CopyTo(picks.Scores);
        return sequential
            ? picks.Greedy(scores => posterior.Variances.CopyTo(scores), Picks.Tie * Picks.Largest(picks.Scores), once: false, cancellationToken)
            : picks.Ranked(once: true, cancellationToken);
    }
}
