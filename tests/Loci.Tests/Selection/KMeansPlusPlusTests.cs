using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class KMeansPlusPlusTests : SelectorConformance
{
    protected override ISelector Selector => new KMeansPlusPlus();

    protected override bool Repeats => false;

    protected override bool Ordered => true;

    [Fact]
    public void All_equal_rows_are_drawn_evenly()
    {
        var kernel = new DenseKernel(Enumerable.Repeat(0.3f, 12).ToArray(), new float[] { 1, 2, 3 }, 3);
        int[][] picks = [.. Enumerable.Range(0, 2000).Select(seed => new KMeansPlusPlus(seed).Select(kernel, new() { Count = 4 }, Token).Indices)];
        Assert.All(picks, one => Assert.Equal([0, 1, 2, 3], one.Order()));
        Assert.All(picks.CountBy(one => one[1]), pair => Assert.InRange(pair.Value, 380, 620)); // 500 expected, 6 standard deviations
    }

    [Fact]
    public void Copies_come_only_after_every_different_vector() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        float[][] five = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 37).Select(_ => random.NextSingle()).ToArray())];
        float[][] rows = [.. Enumerable.Range(0, 40).Select(i => five[i % 5])];
        var kernel = new DenseKernel(Instance.Memories(rows), Instance.Memories(five));
        int[] picks = new KMeansPlusPlus(seed).Select(kernel, new() { Count = 40 }, Token).Indices;
        Assert.Equal([0, 1, 2, 3, 4], picks[..5].Select(x => x % 5).Order());
        Assert.Equal(Enumerable.Range(0, 40), picks.Order());
    }, iter: 100);

    [Fact]
    public void The_second_pick_is_drawn_by_squared_distance()
    {
        var kernel = new DenseKernel(new float[] { 0, 1, 3 }, new float[] { 1 }, 1);
        int[][] picks = [.. Enumerable.Range(0, 6000).Select(seed => new KMeansPlusPlus(seed).Select(kernel, new() { Count = 2 }, Token).Indices)];
        int[][] fromZero = [.. picks.Where(one => one[0] == 0)];
        Assert.InRange(fromZero.Length, 1780, 2220);                                                       // a third
        Assert.InRange(fromZero.Count(one => one[1] == 2) / (double)fromZero.Length, 0.9 - 0.04, 0.9 + 0.04); // 9 of 1 + 9
    }
}
