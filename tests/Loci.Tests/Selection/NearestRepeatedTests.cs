using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class NearestRepeatedTests : SelectorConformance
{
    protected override ISelector Selector => new NearestRepeated();

    [Fact]
    public void The_nearest_comes_again_and_gives_way_where_picks_are_distinct()
    {
        var kernel = new DenseKernel(new float[] { -1, 0.5f, 0.9f, 0.5f }, new float[] { 1 }, 1);
        Assert.Equal([2, 2, 2], new NearestRepeated().Select(kernel, new() { Count = 3 }, Token).Indices);
        Assert.Equal([2, 1, 3, 0], new NearestRepeated().Select(kernel, new() { Count = 9, Distinct = true }, Token).Indices);
    }

    [Fact]
    public void Sift_tends_to_it_with_one_target_nonnegative_products_and_much_noise() => Gen.Select(Gen.Int[2, 12], Gen.Int[1, 8], Gen.Int).Sample((k, d, seed) =>
    {
        var random = new Random(seed);
        float[] rows = [.. Enumerable.Range(0, (k + 1) * d).Select(_ => random.NextSingle())];
        var kernel = new DenseKernel(rows.AsMemory(d), rows.AsMemory(0, d), d);
        var relevance = new double[k];
        kernel.TargetColumn(0, relevance);
        double[] sorted = [.. relevance.OrderDescending()];
        if (sorted[0] - sorted[1] < 0.01 * sorted[0])
        {
            return; // too close for this λ
        }
        var options = new SelectionOptions { Count = 6, Noise = 1e5 * d };
        Assert.Equal(new NearestRepeated().Select(kernel, options, Token).Indices, new Sift().Select(kernel, options, Token).Indices);
    });
}
