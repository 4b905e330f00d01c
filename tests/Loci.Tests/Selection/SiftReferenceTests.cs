using Loci.Selection;
using Loci.Selection.Rules;
using Loci.Selection.Kernels;
using Loci.Tensors;

namespace Loci.Tests.Selection;

/// <summary>Picks, values and stopping against the float64 reference (rule 1 of the fixtures' README), and a table worked out by hand.</summary>
public sealed class SiftReferenceTests
{
    [Theory]
    [MemberData(nameof(SelectionCase.Sifts), MemberType = typeof(SelectionCase))]
    public void Picks_and_values_are_those_of_the_reference(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        long[] indices = file.ReadInt64s("ref_indices");
        double[] values = file.ReadDoubles("ref_values");
        SelectionResult result = Select(given, file, stopping: null);
        Assert.Equal(given.Prior, result.Prior, 1e-12 * given.Prior);
        Assert.Equal(indices, result.Indices.Select(x => (long)x)); // ties included: both take the lowest index
        Assert.All(values.Zip(result.Objective), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * given.Prior));
    }

    [Theory]
    [MemberData(nameof(SelectionCase.Sifts), MemberType = typeof(SelectionCase))]
    public void Float64_rows_pick_the_same(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        var kernel = new DoubleKernel(file.ReadDoubles("candidates"), file.ReadDoubles("targets"), given.Dimensions);
        var options = new SelectionOptions { Count = (int)file.Tensors["ref_indices"].Count, Noise = given.Noise };
        Assert.Equal(file.ReadInt64s("ref_indices"), new Sift().Select(kernel, options, TestContext.Current.CancellationToken).Indices.Select(x => (long)x));
    }

    [Theory]
    [MemberData(nameof(SelectionCase.Sifts), MemberType = typeof(SelectionCase))]
    public void Stopping_keeps_the_prefix_before_the_first_violation(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        long[] indices = file.ReadInt64s("ref_indices");
        Assert.NotEmpty(given.PrefixLengths);
        foreach ((double price, int length) in given.PrefixLengths)
        {
            Assert.Equal(indices[..length], Select(given, file, price).Indices.Select(x => (long)x));
        }
    }

    [Theory]
    [InlineData(0.0001, new[] { 0, 3, 0, 3, 0, 0 }, new[] { .433909, .008469, .006879, .005989, .005266, .004864 })]
    [InlineData(0.01, new[] { 0, 3, 0, 3, 0, 0 }, new[] { .442983, .084384, .068606, .059778, .052584, .048577 })]
    [InlineData(0.1, new[] { 0, 3, 0, 3, 0, 0 }, new[] { .511856, .258498, .211967, .185990, .164217, .151800 })]
    [InlineData(1, new[] { 0, 3, 0, 3, 0, 0 }, new[] { .770778, .644877, .561234, .512750, .465353, .433879 })]
    [InlineData(10, new[] { 0, 0, 0, 0, 3, 0 }, new[] { .962393, .929892, .901477, .876388, .853022, .831344 })]
    [InlineData(1000, new[] { 0, 0, 0, 0, 0, 0 }, new[] { .999594, .999189, .998785, .998382, .997979, .997576 })]
    public void Near_duplicates_are_left_out_where_the_noise_is_small(double noise, int[] picks, double[] deviations)
    {
        double[] candidates = [.. Unit(1, .35, 0), .. Unit(1, .35, .01), .. Unit(1, .35, -.01), .. Unit(.1, 1, 0), 0, 0, 1];
        var kernel = new DoubleKernel(candidates, Unit(1, 1, 0), 3);
        SelectionResult result = new Sift().Select(kernel, new() { Count = 6, Noise = noise }, TestContext.Current.CancellationToken);
        Assert.Equal(picks, result.Indices);
        Assert.All(deviations.Zip(result.Objective), pair => Assert.Equal(pair.First, Math.Sqrt(pair.Second), 6e-7));
    }

    [Fact]
    public void An_opposite_candidate_tells_as_much_as_an_equal_one()
    {
        var kernel = new DenseKernel(new float[] { -1, 0, 0, 1 }, new float[] { 1, 0 }, 2);
        SelectionResult result = new Sift().Select(kernel, new() { Count = 2, Noise = 0.01 }, TestContext.Current.CancellationToken);
        Assert.Equal([0, 0], result.Indices);
        Assert.Equal(.099504, Math.Sqrt(result.Objective[0]), 6e-7);
        Assert.Equal(.070535, Math.Sqrt(result.Objective[1]), 6e-7);
    }

    private static double[] Unit(params double[] vector)
    {
        double norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / norm)];
    }

    private static SelectionResult Select(SelectionCase given, SafetensorsFile file, double? stopping)
    {
        var kernel = new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), given.Dimensions);
        var options = new SelectionOptions { Count = (int)file.Tensors["ref_indices"].Count, Noise = given.Noise, Stopping = stopping };
        return new Sift().Select(kernel, options, TestContext.Current.CancellationToken);
    }
}
