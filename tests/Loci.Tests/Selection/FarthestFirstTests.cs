using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class FarthestFirstTests : SelectorConformance
{
    protected override ISelector Selector => new FarthestFirst();

    protected override bool Repeats => false;

    protected override bool Ordered => true;

    [Fact]
    public void It_begins_with_the_lowest_allowed_index_and_leaves_copies_for_last()
    {
        var kernel = new DenseKernel(new float[] { 5, 0, 1, 1, 10, 4 }, new float[] { 1 }, 1);
        Assert.Equal([0, 1, 4, 2, 5, 3], new FarthestFirst().Select(kernel, new() { Count = 9 }, Token).Indices);
        Assert.Equal([2, 4, 5], new FarthestFirst().Select(kernel, new() { Count = 9, Filter = x => x is 2 or 4 or 5 }, Token).Indices);
    }
}
