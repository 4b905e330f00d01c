using CsCheck;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

public sealed class NormalizedKernelTests
{
    [Fact]
    public void Values_are_cosines_and_zero_rows_stay_zero() => Instance.Any.Sample(instance =>
    {
        var kernel = new NormalizedKernel(instance.Kernel);
        float[][] rows = [.. instance.Candidates, .. instance.Targets];
        int k = kernel.Candidates;
        double[] column = new double[k], targets = new double[kernel.Targets];
        kernel.CandidateVariances(column);
        Assert.All(column.Index(), pair => Assert.Equal(Cosine(rows[pair.Index], rows[pair.Index]), pair.Item, 1e-12));
        for (int x = 0; x < k; x++)
        {
            kernel.CandidateColumn(x, column);
            Assert.All(column.Index(), pair => Assert.Equal(Cosine(rows[x], rows[pair.Index]), pair.Item, 1e-12));
        }
        for (int t = 0; t < kernel.Targets; t++)
        {
            kernel.TargetColumn(t, column);
            Assert.All(column.Index(), pair => Assert.Equal(Cosine(rows[k + t], rows[pair.Index]), pair.Item, 1e-12));
            kernel.TargetCovariances(t, targets);
            Assert.All(targets.Index(), pair => Assert.Equal(Cosine(rows[k + t], rows[k + pair.Index]), pair.Item, 1e-12));
            kernel.TargetVariances(targets);
            Assert.Equal(Cosine(rows[k + t], rows[k + t]), targets[t], 1e-12);
        }
    });

    [Fact]
    public void Negative_variances_are_refused() =>
        Assert.Throws<InvalidInputException>(() => new NormalizedKernel(new DelegateKernel(2, 1, (a, b) => a == b ? -1 : 0)));

    private static double Cosine(float[] x, float[] y)
    {
        double norms = Math.Sqrt(Dot(x, x) * Dot(y, y));
        return norms > 0 ? Dot(x, y) / norms : 0;
    }

    private static double Dot(float[] x, float[] y) => x.Zip(y).Sum(p => (double)p.First * p.Second);
}
