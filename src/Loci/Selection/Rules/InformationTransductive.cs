namespace Loci.Selection.Rules;

/// <summary>
/// ITL, information-based transductive learning: each pick is the one whose observation tells most about noisy observations of all targets A together,
/// x_{n+1} = argmax over x of ½·log((kₙ(x, x) + λ) / (cₓ + λ)) with cₓ = kₙ(x, x) − kₙ(x, A)·(kₙ(A, A) + λI)⁻¹·kₙ(A, x).
/// arXiv 2402.15898; this is the documented rule of activeft, λ in both variances (its code leaves λ out of the ratio).
/// With one target it ranks as <see cref="Sift"/> does; with several it takes correlation between targets into account and leans to the targets known least.
/// cₓ comes from the m × m posterior of the targets, kept by rank-one updates, and one Cholesky factor of it per pick: no second set of kernel columns.
/// Cost O(N·(K·(d + N + m²) + m³)), memory O(K·(N + m) + m²). Scores within 10⁻¹⁰ of the most that any candidate could tell of itself,
/// ½·log(1 + max k(x, x)/λ), are ties and go to the lowest index.
/// </summary>
public sealed class InformationTransductive : ISelector
{
    /// <inheritdoc/>
    public string Name => "itl";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        var information = new TargetInformation(kernel, picks.Posterior, options.Noise);
        double tolerance = Picks.Tie * TargetInformation.HalfLog(Picks.Largest(picks.Posterior.Variances) / options.Noise);
        while (picks.WantsMore(cancellationToken))
        {
            information.Write(picks.Scores);
            int best = picks.Best(picks.Scores, tolerance);
            if (best < 0)
            {
                break;
            }
            information.Observe(best);
            if (!picks.TryAdd(best, once: false))
            {
                break;
            }
        }
        return picks.ToResult();
    }
}
