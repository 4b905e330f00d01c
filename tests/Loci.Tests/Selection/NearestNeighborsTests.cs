using Loci.Selection;
using Loci.Selection.Rules;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

public sealed class NearestNeighborsTests : SelectorConformance
{
    protected override ISelector Selector => new NearestNeighbors();

    protected override bool Repeats => false;

    [Fact]
    public void Order_is_by_kernel_value_and_equal_values_by_index()
    {
        var kernel = new DenseKernel(new float[] { -1, 0.5f, 0.9f, 0.5f, 0 }, new float[] { 1 }, 1);
        Assert.Equal([2, 1, 3, 4, 0], new NearestNeighbors().Select(kernel, new() { Count = 9 }, Token).Indices);
    }

    [Fact]
    public void Several_targets_are_summed()
    {
        var kernel = new DenseKernel(new float[] { 1, 0, 0.7f, 0.7f, 0, 1 }, new float[] { 1, 0, 0, 1 }, 2);
        Assert.Equal([1, 0, 2], new NearestNeighbors().Select(kernel, new() { Count = 3 }, Token).Indices);
    }
}
