namespace Loci.Selection.Rules;

/// <summary>
/// Candidates at random, each equally likely: the floor that every rule must beat. Drawn without replacement; where repeats are allowed
/// and all candidates have come, they come again in a new order. The same seed and number of candidates give the same picks:
/// for independent draws per query, give each query its own seed.
/// </summary>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomSelection(int seed = 0) : ISelector
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, kernel.Candidates).Where(picks.Allows)];
        int next = 0;
        while (picks.WantsMore(cancellationToken) && order.Length > 0)
        {
            if (next % order.Length == 0)
            {
                random.Shuffle(order);
                next = 0;
            }
            int candidate = order[next++];
            if (!picks.Allows(candidate)) // all have been picked once, or a group has had its share
            {
                order = [.. order.Where(picks.Allows)];
                next = 0;
                continue;
            }
            if (!picks.TryAdd(candidate, once: false))
            {
                break;
            }
        }
        return picks.ToResult();
    }
}
