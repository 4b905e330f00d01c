using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Selection.Rules;

/// <summary>
/// Maximal marginal relevance: x_{n+1} = argmax over x of β·k(x, t) − (1 − β)·max over picks x′ of k(x, x′), for several targets the mean of
/// k(x, t); the first pick has nothing to be redundant with. Carbonell and Goldstein, SIGIR 1998, where β is called λ.
/// The similarity is the kernel itself, so lengths count: over a <see cref="Kernels.NormalizedKernel"/> it is the cosine of the paper.
/// Each candidate comes once at most. <see cref="SelectionOptions.Noise"/> has no say in the picks.
/// The largest similarity so far is kept for each candidate: O(K) per pick beyond the kernel column, which the objective shares; otherwise costs
/// and memory are those of <see cref="Sift"/>. Scores within 10⁻¹⁰ of the largest kernel value are ties and go to the lowest index.
/// </summary>
public sealed class MaximalMarginalRelevance : ISelector
{
    private readonly double _tradeOff;

    /// <summary>Creates the rule.</summary>
    /// <param name="tradeOff">β, from 0 (only novelty) to 1 (only relevance: nearest neighbours).</param>
    /// <exception cref="InvalidInputException"><paramref name="tradeOff"/> is not a number from 0 to 1.</exception>
    public MaximalMarginalRelevance(double tradeOff = 0.5)
    {
        if (!(tradeOff is >= 0 and <= 1))
        {
            throw new InvalidInputException($"The trade-off of relevance and novelty must be a number from 0 to 1, and is {tradeOff}.");
        }
        _tradeOff = tradeOff;
    }

    /// <inheritdoc/>
    public string Name => "mmr";

    /// <inheritdoc/>
    public SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        using var picks = new Picks(kernel, options);
        double[] relevances = ArrayPool<double>.Shared.Rent(kernel.Candidates), closest = ArrayPool<double>.Shared.Rent(kernel.Candidates);
        try
        {
            Span<double> relevance = relevances.AsSpan(0, kernel.Candidates);
            Relevance.Write(picks.Posterior, relevance);
            TensorPrimitives.Divide(relevance, kernel.Targets, relevance);
            Run(picks, relevance, closest.AsSpan(0, kernel.Candidates), cancellationToken);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(relevances);
            ArrayPool<double>.Shared.Return(closest);
        }
        return picks.ToResult();
    }

    private void Run(Picks picks, Span<double> relevance, Span<double> closest, CancellationToken cancellationToken)
    {
        double tolerance = Picks.Tie * Math.Max(Picks.Largest(relevance), Picks.Largest(picks.Posterior.Variances));
        TensorPrimitives.Multiply(relevance, _tradeOff, relevance);
        relevance.CopyTo(picks.Scores);
        closest.Fill(double.NegativeInfinity);
        while (picks.WantsMore(cancellationToken))
        {
            int best = picks.Best(picks.Scores, tolerance);
            if (best < 0)
            {
                break;
            }
            TensorPrimitives.Max(closest, picks.Posterior.KernelColumn(best), closest);
            if (!picks.TryAdd(best, once: true))
            {
                break;
            }
            TensorPrimitives.MultiplyAdd(closest, _tradeOff - 1, relevance, picks.Scores);
        }
    }
}
