using System.Numerics.Tensors;
using Loci.Selection;
using Loci.Tensors;

namespace Loci.Tests.Selection;

public sealed class NearestNeighborsTests : SelectorConformance
{
    protected override ISelector Selector => new NearestNeighbors();

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

    [Theory]
    [MemberData(nameof(SelectionCase.Others), MemberType = typeof(SelectionCase))]
    public void Reference_order_by_mean_cosine_is_met(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        var kernel = new DoubleKernel(Unit(file, "candidates"), Unit(file, "targets"), given.Dimensions);
        long[] expected = file.ReadInt64s("cosine_similarity_ref_indices");
        int[] picks = new NearestNeighbors().Select(kernel, new() { Count = expected.Length }, Token).Indices;
        Assert.Equal(expected, picks.Select(x => (long)x));
    }

    private static double[] Unit(SafetensorsFile file, string tensor)
    {
        double[] values = file.ReadDoubles(tensor);
        int dimensions = (int)file.Tensors[tensor].Shape[1];
        for (int start = 0; start < values.Length; start += dimensions)
        {
            Span<double> row = values.AsSpan(start, dimensions);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<double>(row), row);
        }
        return values;
    }
}
