using System.Buffers;
using System.Numerics.Tensors;
using Loci.Selection.Kernels;

namespace Loci.Selection;

/// <summary>
/// Guesses the next picks of the greedy rule by running it on the few candidates that gain most now, so that their columns can be computed in one
/// read of all rows. A wrong guess costs time only: picks are made from the true posterior.
/// </summary>
internal sealed class Lookahead
{
    private const int Group = WideMatrixProduct.Group;
    private const int Ahead = 2 * Group;  // columns per read
    private const int Longest = 2 * Ahead; // picks guessed for them; some are repeats, and some columns are known
    private const int Fewest = 24;   // candidates looked at, at least
    private const int Sixteenth = 16; // and this part of all: the guess costs a sixteenth of what it saves

    private readonly Posterior _posterior;
    private readonly IBatchedKernel _kernel;
    private readonly double _noise;
    private readonly int[] _likely;      // (S) candidates, the highest gain first
    private readonly double[] _gains;    // (S)
    private readonly double[][] _columns; // (Longest, S)
    private readonly PriorityQueue<int, double> _queue;

    private Lookahead(Posterior posterior, IBatchedKernel kernel, double noise)
    {
        _posterior = posterior;
        _kernel = kernel;
        _noise = noise;
        int likely = Math.Min(kernel.Candidates, Math.Max(Fewest, kernel.Candidates / Sixteenth));
        _likely = new int[likely];
        _gains = new double[likely];
        _queue = new PriorityQueue<int, double>(likely);
        _columns = new double[Longest][];
        for (int n = 0; n < Longest; n++)
        {
            _columns[n] = new double[likely];
        }
    }

    /// <summary>A lookahead where the kernel can make use of it, else null.</summary>
    public static Lookahead? For(ICandidateKernel kernel, Posterior posterior, double noise) =>
        kernel is IBatchedKernel batched ? new Lookahead(posterior, batched, noise) : null;

    /// <summary>Makes sure that the column of <paramref name="pick"/> is there, and with it those of the picks that will likely follow.</summary>
    /// <param name="pick">The candidate to be observed next.</param>
    /// <param name="gains">Gain of every candidate now; negative infinity where it may not be picked.</param>
    /// <param name="remaining">How many picks are still to come, this one included.</param>
    public void Prepare(int pick, ReadOnlySpan<double> gains, int remaining)
    {
        if (_posterior.Knows(pick))
        {
            return;
        }
        Span<int> guesses = stackalloc int[Ahead];
        int count = remaining < Group ? 0 : Guess(pick, gains, guesses, remaining);
        if (count < Group)
        {
            guesses[0] = pick;
            count = 1;
        }
        _posterior.Fetch(_kernel, guesses[..(count - count % (count < Group ? 1 : Group))]);
    }

    /// <summary>Runs the rule until there are enough new columns or picks; returns how many columns are worth fetching.</summary>
    private int Guess(int pick, ReadOnlySpan<double> gains, Span<int> guesses, int remaining)
    {
        int likely = Largest(gains);
        int next = _likely.AsSpan(0, likely).IndexOf(pick), count = 0;
        using var marginals = new Marginals(likely, _kernel.Targets);
        double[] targetVariances = [.. _posterior.TargetVariances];
        _posterior.CopyTo(marginals, _likely.AsSpan(0, likely));
        for (int n = 0; next >= 0 && count < guesses.Length && n < Math.Min(_columns.Length, remaining); n++)
        {
            if (!_posterior.Knows(_likely[next]) && !guesses[..count].Contains(_likely[next]))
            {
                guesses[count++] = _likely[next];
            }
            Observe(marginals, targetVariances, next, n, likely);
            marginals.Gains(targetVariances, _noise, _gains.AsSpan(0, likely));
            next = TensorPrimitives.IndexOfMax<double>(_gains.AsSpan(0, likely));
        }
        return count;
    }

    private void Observe(Marginals marginals, double[] targetVariances, int pick, int n, int likely)
    {
        Span<double> column = _columns[n].AsSpan(0, likely);
        _kernel.RoughCovariances(_likely[pick], _likely.AsSpan(0, likely), column);
        _posterior.Project(_likely[pick], _likely.AsSpan(0, likely), column);
        for (int earlier = 0; earlier < n; earlier++)
        {
            TensorPrimitives.MultiplyAdd(_columns[earlier].AsSpan(0, likely), -_columns[earlier][pick], column, column);
        }
        double scale = Math.Sqrt(marginals.Variances[pick] + _noise);
        TensorPrimitives.Divide(column, scale, column);
        double[] steps = ArrayPool<double>.Shared.Rent(targetVariances.Length);
        for (int t = 0; t < targetVariances.Length; t++)
        {
            steps[t] = marginals.Covariances(t)[pick] / scale;
            targetVariances[t] = Math.Max(0, targetVariances[t] - steps[t] * steps[t]);
        }
        marginals.Condition(column, steps);
        ArrayPool<double>.Shared.Return(steps);
    }

    /// <summary>The candidates with the largest gains, in no order; returns how many there are.</summary>
    private int Largest(ReadOnlySpan<double> gains)
    {
        int count = 0;
        _queue.Clear();
        for (int x = 0; x < gains.Length; x++)
        {
            if (double.IsNegativeInfinity(gains[x]))
            {
                continue;
            }
            if (_queue.Count < _likely.Length)
            {
                _queue.Enqueue(x, gains[x]);
            }
            else if (_queue.TryPeek(out _, out double smallest) && gains[x] > smallest)
            {
                _queue.EnqueueDequeue(x, gains[x]);
            }
        }
        while (_queue.TryDequeue(out int candidate, out _))
        {
            _likely[count++] = candidate;
        }
        return count;
    }
}
