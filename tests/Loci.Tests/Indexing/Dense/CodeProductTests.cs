using CsCheck;
using Loci.Indexing.Dense;

namespace Loci.Tests.Indexing.Dense;

public sealed class CodeProductTests
{
    [Fact]
    public void Every_path_gives_the_integers() => Gen.Select(Gen.Int[1, 9], Gen.Int).Sample((lanes, seed) =>
    {
        var random = new Random(seed);
        int length = lanes * CodeProduct.Lanes;
        sbyte[] rows = [.. Enumerable.Range(0, 4 * length).Select(_ => (sbyte)random.Next(-127, 128))];
        short[] queries = [.. Enumerable.Range(0, 4 * length).Select(_ => (short)random.Next(-32767, 32768))];
        var sums = new int[4 * 5];
        CodeProduct.FourByFour(ref rows[0], ref rows[length], ref rows[2 * length], ref rows[3 * length], ref queries[0], length, ref sums[0], 5);
        for (int q = 0; q < 4; q++)
        {
            for (int r = 0; r < 4; r++)
            {
                long expected = Enumerable.Range(0, length).Sum(i => (long)rows[r * length + i] * queries[q * length + i]);
                Assert.Equal(expected, sums[q * 5 + r]);
                Assert.Equal(expected, CodeProduct.One(ref rows[r * length], ref queries[q * length], length, ref rows[0]));
            }
        }
    });

    [Theory]
    [InlineData(8192)]
    [InlineData(8191)]
    [InlineData(65_536)]
    [InlineData(3)]
    public void No_sum_overflows_even_where_everything_is_as_large_as_it_gets(int dimensions)
    {
        float[] constant = [.. Enumerable.Repeat(1 / MathF.Sqrt(dimensions), dimensions)], negated = [.. constant.Select(value => -value)];
        float[] hot = [1, .. new float[dimensions - 1]];
        var one = new DenseCase([constant, negated, hot], [constant, negated, hot], dimensions, 3, 0);
        foreach (float[] query in one.Queries)
        {
            double[] scores = new double[3], errors = new double[3];
            one.Compact.Score(query, 1, scores, errors, 1, TestContext.Current.CancellationToken);
            for (int r = 0; r < 3; r++)
            {
                double exact = ExactProduct.Dot(one.Rows[r], ExactProduct.Widen(query));
                Assert.InRange(exact, scores[r] - errors[r], scores[r] + errors[r]);
                Assert.InRange(errors[r], 0, dimensions > 8192 ? 0.5 : 0.05);
            }
        }
    }
}
