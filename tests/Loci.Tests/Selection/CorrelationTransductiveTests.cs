using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class CorrelationTransductiveTests : SelectorConformance
{
    protected override ISelector Selector => new CorrelationTransductive();

    [Fact]
    public void Length_does_not_count_and_an_opposite_candidate_comes_last()
    {
        var kernel = new DenseKernel(new float[] { -5, 0, 0, 0, 3, 3, 0.1f, 0.01f }, new float[] { 1, 0 }, 2);
        Assert.Equal([3, 2, 1, 0], new CorrelationTransductive().Select(kernel, new() { Count = 4, Noise = 100, Distinct = true }, Token).Indices);
    }
}
