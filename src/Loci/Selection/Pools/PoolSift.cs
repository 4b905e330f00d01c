using Loci.Vectors;

namespace Loci.Selection.Pools;

/// <summary>
/// SIFT over a whole pool of float32 rows that may be larger than memory, without preselection: the same picks as <see cref="Rules.Sift"/> over all rows
/// (arXiv 2410.08020, algorithm 1), exact but for ties within 10⁻¹⁰ of the prior. Greedy selection needs the whole pool for each pick; here many picks share
/// one read of it. The rule is run on the few thousand rows that are closest to being picked, which predicts the next picks; one read of the pool
/// then finds the true pick at every predicted step. Up to the first wrong prediction, that one included, all picks are certain; the rest is predicted anew,
/// from the rows that came closest. Nothing is sampled and no bound is assumed: a wrong prediction costs another read, never a wrong pick.
/// Reads: 1 to rank the rows, then 1 per <see cref="PoolOptions.PicksPerPass"/> picks if predictions hold, and at most one per pick.
/// Cost O(M·d·(N + m·reads)); memory O(M) + O((N + m + F)·d) for F rows kept active. Linear kernel.
/// </summary>
public static class PoolSift
{
    /// <summary>Picks up to <see cref="SelectionOptions.Count"/> rows of the pool.</summary>
    /// <param name="candidates">The pool, M × d.</param>
    /// <param name="targets">m targets of d elements.</param>
    /// <param name="options">As for any rule.</param>
    /// <param name="pool">How to go through the pool; null takes the defaults.</param>
    /// <param name="cancellationToken">Checked between blocks of rows; the last checkpoint stays good.</param>
    /// <exception cref="InvalidInputException">Lengths differ, an element is NaN or infinite, an option is out of range, or there is no target.</exception>
    public static PoolResult Select(
        IVectorRows candidates,
        IReadOnlyList<ReadOnlyMemory<float>> targets,
        SelectionOptions options,
        PoolOptions? pool = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(targets);
        Picks.Check(options);
        if (options.MostPerGroup is not null) throw new InvalidInputException("A pool cannot bound the picks of a group (MostPerGroup). Select from a kernel over preselected candidates, or leave it out.");
        var run = new PoolRun(candidates, targets, options, Checked(pool ?? new PoolOptions()));
        run.Start(cancellationToken);
        while (run.WantsMore)
        {
            Script script = run.Predict(cancellationToken);
            if (!run.Verify(script, cancellationToken))
            {
                break;
            }
        }
        return run.ToResult();
    }

    private static PoolOptions Checked(PoolOptions options)
    {
        if (options.Threads < 1 || options.PicksPerPass < 1 || options.ActiveRows < 0)
        {
            throw new InvalidInputException(
                $"A pool needs at least 1 thread and 1 pick per pass and no negative number of active rows; found {options.Threads}, {options.PicksPerPass} and {options.ActiveRows}.");
        }
        return options;
    }
}
