using CsCheck;
using Loci.Indexing.Dense;

namespace Loci.Tests.Indexing.Dense;

public sealed class ExactProductTests
{
    [Fact]
    public void Products_are_summed_in_the_order_that_is_written_down() => DenseCase.Any.Sample(one =>
    {
        foreach (float[] row in one.Rows)
        {
            Assert.Equal(InOrder(row, one.Queries[0]), ExactProduct.Dot(row, ExactProduct.Widen(one.Queries[0])));
        }
    });

    [Fact]
    public void Norms_are_rounded_up() => DenseCase.Any.Sample(one =>
        Assert.All(one.Rows, row => Assert.InRange(ExactProduct.NormAbove(row), Math.Sqrt(row.Sum(value => (double)value * value)), Math.Sqrt(row.Sum(value => (double)value * value)) * (1 + 1e-9))));

    private static double InOrder(float[] x, float[] y)
    {
        var lanes = new double[16];
        int whole = x.Length < 16 ? 0 : x.Length - x.Length % 16, shift = x.Length < 16 ? 0 : (16 - x.Length % 16) % 16;
        for (int i = 0; i < x.Length; i++)
        {
            lanes[i < whole ? i % 16 : (i + shift) % 16] += (double)x[i] * y[i];
        }
        for (int half = 8; half > 0; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }
}
