using CsCheck;
using Loci.Indexing.Dense;

namespace Loci.Tests.Indexing.Dense;

public sealed class OrderStatisticTests
{
    [Fact]
    public void It_is_the_value_at_that_place_of_the_sorted_values() => Gen.Select(Gen.Int[0, 20].Array[0, 60], Gen.Int[1, 70]).Sample((values, k) =>
    {
        double[] sorted = [.. values.Select(value => (double)value).OrderDescending()];
        Assert.Equal(k <= values.Length ? sorted[k - 1] : double.NegativeInfinity, OrderStatistic.KthLargest(Array.ConvertAll(values, value => (double)value), k));
    });
}
