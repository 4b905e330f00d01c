namespace Loci.Selection.Rules;

/// <summary>
/// SIFT: each pick is the candidate that leaves the least uncertainty about the targets,
/// x_{n+1} = argmax over x of Σ_t kₙ(t, x)² / (kₙ(x, x) + λ), which weighs relevance against what the earlier picks have told already.
/// Exact greedy minimisation of Σ_t k(t, t) − k_X(t)ᵀ (K_X + λI)⁻¹ k_X(t) for any K and N.
/// Cost O(N·K·(d + N + m)), memory O(K·(N + m)). arXiv 2410.08020, algorithm 1 (VTL in activeft).
/// Candidates whose objective is within 10⁻¹⁰ of the prior of the best are ties and go to the lowest index.
/// </summary>
public sealed class Sift : ISelector
{
    /// <inheritdoc/>
    public string Name => "sift";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        Lookahead? lookahead = Lookahead.For(kernel, picks.Posterior, options.Noise);
        while (picks.WantsMore(cancellationToken))
        {
            picks.Posterior.Gains(picks.Scores);
            int best = picks.Best(picks.Scores, Picks.Tie * picks.Posterior.Prior);
            if (best < 0)
            {
                break;
            }
            lookahead?.Prepare(best, picks.Scores, picks.Remaining);
            if (!picks.TryAdd(best, once: false))
            {
                break;
            }
        }
        return picks.ToResult();
    }
}
