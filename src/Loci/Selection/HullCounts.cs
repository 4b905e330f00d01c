using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>
/// Integer counts nᵢ for the weights of a hull, Σ nᵢ = N, close to the least ‖Σᵢ nᵢ·xᵢ − N·q‖²: ⌊N·wᵢ⌋, then one more where it leaves the
/// smallest error until N is reached, then single counts moved from one support point to another while that lowers the error, in at most two passes.
/// Cost O(S²) memory and O(S²·(S + N)) time for S support points.
/// </summary>
internal sealed class HullCounts
{
    private const int SwapPasses = 2;
    private const double Rounding = 1e-9; // N·w this close below an integer is that integer

    private readonly double[][] _products; // (S, S): k(xᵢ, xⱼ)
    private readonly double[] _residuals;  // (S): ⟨xᵢ, N·q − Σⱼ nⱼ·xⱼ⟩
    private readonly double _tolerance;
    private readonly int _most;            // per support point

    private HullCounts(HullWeights hull, Posterior posterior, int total, int most)
    {
        _most = most;
        _tolerance = Picks.Tie * hull.Scale;
        int[] support = [.. hull.Support];
        _products = new double[support.Length][];
        for (int i = 0; i < support.Length; i++)
        {
            ReadOnlySpan<double> column = posterior.KernelColumn(support[i]);
            _products[i] = new double[support.Length];
            for (int j = 0; j < support.Length; j++)
            {
                _products[i][j] = column[support[j]];
            }
        }
        _residuals = [.. support.Select(x => total * hull.ToTarget[x])];
        Counts = new int[support.Length];
    }

    private int[] Counts { get; }

    /// <summary>The counts, in the order of the support points.</summary>
    /// <param name="hull">Support points and weights.</param>
    /// <param name="posterior">Where the support points' kernel columns are.</param>
    /// <param name="total">N.</param>
    /// <param name="once">Whether a support point counts once at most; the counts may then sum to less than N.</param>
    public static int[] Of(HullWeights hull, Posterior posterior, int total, bool once)
    {
        var counts = new HullCounts(hull, posterior, total, once ? 1 : int.MaxValue);
        for (int i = 0; i < counts.Counts.Length; i++)
        {
            counts.Add(i, Math.Min(counts._most, (int)Math.Floor(total * hull.Weights[i] + Rounding)));
        }
        counts.FillUp(once || counts.Counts.Length == 0 ? Math.Min(total, counts.Counts.Length) : total);
        for (int pass = 0; pass < SwapPasses && counts.Swap(); pass++)
        {
        }
        return counts.Counts;
    }

    private void Add(int i, int count)
    {
        Counts[i] += count;
        TensorPrimitives.MultiplyAdd(_products[i], -count, _residuals, _residuals);
    }

    private void FillUp(int total)
    {
        for (int left = total - Counts.Sum(); left > 0; left--)
        {
            int best = Least(i => Counts[i] < _most ? _products[i][i] - 2 * _residuals[i] : double.PositiveInfinity);
            Add(best, 1);
        }
    }

    /// <summary>Moves one count from each support point to where it lowers the error most, if it does; false if none moved.</summary>
    private bool Swap()
    {
        bool moved = false;
        for (int from = 0; from < Counts.Length; from++)
        {
            if (Counts[from] == 0)
            {
                continue;
            }
            int to = Least(j => Change(from, j));
            if (Change(from, to) < -_tolerance)
            {
                Add(from, -1);
                Add(to, 1);
                moved = true;
            }
        }
        return moved;
    }

    /// <summary>By how much the squared error changes if one count moves.</summary>
    private double Change(int from, int to) => from == to ? 0 : Counts[to] >= _most ? double.PositiveInfinity
        : 2 * (_residuals[from] - _residuals[to]) + _products[from][from] + _products[to][to] - 2 * _products[from][to];

    /// <summary>The first support point whose value is the least, but for rounding.</summary>
    private int Least(Func<int, double> value)
    {
        double[] values = [.. Enumerable.Range(0, Counts.Length).Select(value)];
        double least = values.Min();
        return Array.FindIndex(values, v => v <= least + _tolerance);
    }
}
