using Loci.Selection;

namespace Loci.Tests.Selection;

/// <summary>The oracle: Σ_t k(t, t) − k_X(t)ᵀ (K_X + λI)⁻¹ k_X(t) by one direct Cholesky solve, nothing updated.</summary>
internal sealed class NaiveObjective
{
    private readonly double[][] _candidates; // (K, K)
    private readonly double[][] _targets;    // (m, K)
    private readonly double _noise;

    public NaiveObjective(ICandidateKernel kernel, double noise)
    {
        _noise = noise;
        _candidates = [.. Enumerable.Range(0, kernel.Candidates).Select(x => Column(kernel.Candidates, c => kernel.CandidateColumn(x, c)))];
        _targets = [.. Enumerable.Range(0, kernel.Targets).Select(t => Column(kernel.Candidates, c => kernel.TargetColumn(t, c)))];
        Prior = Column(kernel.Targets, v => kernel.TargetVariances(v)).Sum();
    }

    private delegate void Writer(Span<double> values);

    public double Prior { get; }

    public int Candidates => _candidates.Length;

    public double After(IReadOnlyList<int> picks)
    {
        int n = picks.Count;
        var factor = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _candidates[picks[i]][picks[j]] + (i == j ? _noise : 0);
                for (int p = 0; p < j; p++)
                {
                    sum -= factor[i, p] * factor[j, p];
                }
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }
        return Prior - _targets.Sum(target => Explained(factor, [.. picks.Select(x => target[x])]));
    }

    private static double Explained(double[,] factor, double[] covariances)
    {
        for (int i = 0; i < covariances.Length; i++)
        {
            for (int p = 0; p < i; p++)
            {
                covariances[i] -= factor[i, p] * covariances[p];
            }
            covariances[i] /= factor[i, i];
        }
        return covariances.Sum(c => c * c);
    }

    private static double[] Column(int length, Writer write)
    {
        var values = new double[length];
        write(values);
        return values;
    }
}
