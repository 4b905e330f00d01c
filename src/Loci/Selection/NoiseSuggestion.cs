using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// The scales of a kernel and a λ that fits them: λ = max(v/100, (v − r)·(1 − ρ)²), with v the mean of k(x, x), r the mean of k over random pairs of
/// candidates (cut to 0 … v), and ρ the mean correlation k(x, t) / √(k(x, x)·k(t, t)) of the targets with their nearest candidates (cut to 0 … 1).
/// <para>
/// Why: v − r is the variance left once the part that all candidates share is known, as it is after the first pick; 1 − ρ is half the squared distance of
/// a target to its nearest candidates among unit vectors, that is how much of a candidate is not about the target and acts as noise. Both only say
/// how λ should move; the square and the bound v/100 are chosen, not derived: with them the rule meets the two regions where λ is known to do well,
/// sparse TF-IDF cosines (r ≈ 0.01, ρ ≈ 0.2 … 0.5: 0.25 … 0.63) and dense embeddings (r ≈ 0.2 … 0.6, ρ ≈ 0.7 … 0.9: 0.01 … 0.07).
/// It is a start for validation, not a result: docs/selection.md.
/// </para>
/// Scaling all vectors by s scales it by s². It is positive and finite for every kernel; 1 where all candidates are zero or there are none,
/// and every λ gives the same picks.
/// </summary>
/// <param name="Diagonal">v: mean of k(x, x) over candidates.</param>
/// <param name="RandomMean">Mean of k(x, x′) over sampled pairs of different candidates; 0 where there is one candidate.</param>
/// <param name="RandomSpread">Standard deviation of the same values.</param>
/// <param name="TopMean">Mean of k(x, t) over each target's nearest candidates.</param>
/// <param name="TopCorrelation">Mean of k(x, t) / √(k(x, x)·k(t, t)) over the same pairs; 0 counts where a variance is 0.</param>
/// <param name="Noise">The suggested λ: a variance, in units of the kernel.</param>
public sealed record NoiseSuggestion(double Diagonal, double RandomMean, double RandomSpread, double TopMean, double TopCorrelation, double Noise)
{
    private const int Nearest = 10; // candidates per target
    private const double Smallest = 0.01; // of v

    /// <summary>
    /// Measures a kernel. Its candidates should be a sample of the whole memory, its targets typical prompts: candidates that a search for the
    /// prompt has preselected are no random pairs. Cost: <paramref name="sample"/> + m kernel columns and O(m·K).
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <param name="sample">How many candidates are paired with all others; with at least K, every pair counts and the seed does not.</param>
    /// <exception cref="InvalidInputException">The kernel gives a value that is no number, or <paramref name="sample"/> is below 1.</exception>
    public static NoiseSuggestion Measure(ICandidateKernel kernel, int seed = 0, int sample = 64)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (sample < 1)
        {
            throw new InvalidInputException($"The sample must hold at least 1 candidate, and is {sample}.");
        }
        double[] variances = ArrayPool<double>.Shared.Rent(kernel.Candidates), column = ArrayPool<double>.Shared.Rent(kernel.Candidates);
        try
        {
            return Measure(kernel, new Random(seed), sample, variances.AsSpan(0, kernel.Candidates), column.AsSpan(0, kernel.Candidates));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(variances);
            ArrayPool<double>.Shared.Return(column);
        }
    }

    private static NoiseSuggestion Measure(ICandidateKernel kernel, Random random, int sample, Span<double> variances, Span<double> column)
    {
        if (variances.IsEmpty)
        {
            return new(0, 0, 0, 0, 0, 1);
        }
        kernel.CandidateVariances(variances);
        Posterior.CheckVariances(variances);
        double diagonal = TensorPrimitives.Sum<double>(variances) / variances.Length;
        (double mean, double spread) = RandomPairs(kernel, random, sample, diagonal, column);
        (double top, double correlation) = TopPairs(kernel, variances, column);
        double share = 1 - Math.Clamp(correlation, 0, 1);
        double noise = Math.Max(Smallest * diagonal, (diagonal - Math.Clamp(mean, 0, diagonal)) * share * share);
        return new(diagonal, mean, spread, top, correlation, diagonal > 0 ? Math.Max(noise, double.Epsilon) : 1);
    }

    private static (double Mean, double Spread) RandomPairs(ICandidateKernel kernel, Random random, int sample, double scale, Span<double> column)
    {
        int count = kernel.Candidates;
        if (count < 2 || scale == 0)
        {
            return (0, 0);
        }
        int[] sampled = [.. Enumerable.Range(0, count)];
        if (sample < count)
        {
            random.Shuffle(sampled);
        }
        double sum = 0, squares = 0, pairs = 0;
        foreach (int x in sampled.AsSpan(0, Math.Min(sample, count)))
        {
            kernel.CandidateColumn(x, column);
            Posterior.CheckValues(column);
            TensorPrimitives.Divide(column, scale, column); // their squares then neither overflow nor vanish
            column[x] = 0;
            sum += TensorPrimitives.Sum<double>(column);
            squares += TensorPrimitives.SumOfSquares<double>(column);
            pairs += count - 1;
        }
        double mean = sum / pairs;
        return (mean * scale, Math.Sqrt(Math.Max(0, squares / pairs - mean * mean)) * scale);
    }

    private static (double Mean, double Correlation) TopPairs(ICandidateKernel kernel, ReadOnlySpan<double> variances, Span<double> column)
    {
        var targets = new double[kernel.Targets];
        kernel.TargetVariances(targets);
        Posterior.CheckVariances(targets);
        double mean = 0, correlation = 0, pairs = (double)targets.Length * Math.Min(Nearest, variances.Length);
        var nearest = new PriorityQueue<int, double>(Nearest + 1);
        for (int t = 0; t < targets.Length; t++)
        {
            kernel.TargetColumn(t, column);
            Posterior.CheckValues(column);
            for (int x = 0; x < column.Length; x++)
            {
                nearest.Enqueue(x, column[x]);
                if (nearest.Count > Nearest)
                {
                    nearest.Dequeue();
                }
            }
            while (nearest.TryDequeue(out int x, out double covariance))
            {
                double scale = Math.Sqrt(variances[x]) * Math.Sqrt(targets[t]);
                mean += covariance / pairs;
                correlation += scale > 0 ? covariance / scale / pairs : 0;
            }
        }
        return (mean, correlation);
    }
}
