using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class UncertaintySamplingTests : SelectorConformance
{
    protected override ISelector Selector => new UncertaintySampling();

    [Fact]
    public void Both_take_the_longest_first_and_only_the_sequential_form_what_is_left()
    {
        var kernel = new DenseKernel(new float[] { 1, 0, 3, 0, 2.9f, 0, 0, 2 }, new float[] { 1, 0 }, 2);
        Assert.Equal([1, 3, 2], Pick(new UncertaintySampling(), kernel));
        Assert.Equal([1, 2, 3], Pick(new UncertaintySampling(sequential: false), kernel));
    }

    [Fact]
    public void Targets_change_no_pick()
    {
        var one = new DenseKernel(new float[] { 1, 0, 3, 0, 2.9f, 0, 0, 2 }, new float[] { 1, 0 }, 2);
        var other = new DenseKernel(new float[] { 1, 0, 3, 0, 2.9f, 0, 0, 2 }, new float[] { 0, -5, 1, 1 }, 2);
        Assert.Equal(Pick(new UncertaintySampling(), one), Pick(new UncertaintySampling(), other));
    }

    private static int[] Pick(UncertaintySampling rule, DenseKernel kernel) => rule.Select(kernel, new() { Count = 3, Noise = 1e-3, Distinct = true }, Token).Indices;
}
