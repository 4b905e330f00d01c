using CsCheck;
using Loci.Selection;
using Loci.Selection.Rules;
using Loci.Selection.Kernels;
using Loci.Vectors;

namespace Loci.Tests.Selection;

public sealed class KernelTests
{
    private static readonly float[] TwoByTwo = [1, 2, 3, 4];

    [Fact]
    public void Dense_values_are_float64_sums_at_every_length() => Gen.Select(Gen.Int[1, 70], Gen.Int).Sample((dimensions, seed) =>
    {
        var random = new Random(seed);
        float[] x = [.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() * 1e6 - 5e5))];
        float[] y = [.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5))];
        var value = new double[1];
        new DenseKernel(x, y, dimensions).TargetColumn(0, value);
        decimal exact = x.Zip(y).Sum(pair => (decimal)(double)pair.First * (decimal)(double)pair.Second);
        Assert.Equal((double)exact, value[0], 1e-7);
    });

    [Fact]
    public void All_kernels_agree_on_the_same_data() => Instance.Any.Sample(instance =>
    {
        int k = instance.Candidates.Length, m = instance.Targets.Length, d = instance.Targets[0].Length;
        float[][] rows = [.. instance.Candidates, .. instance.Targets];
        double[] expected = Values(instance.Kernel);
        var product = new DelegateKernel(k, m, (a, b) => rows[a].Zip(rows[b]).Sum(p => (double)p.First * p.Second));
        double[] candidates = [.. instance.Candidates.SelectMany(c => c).Select(v => (double)v)];
        double[] targets = [.. instance.Targets.SelectMany(t => t).Select(v => (double)v)];
        AssertClose(expected, Values(product));
        AssertClose(expected, Values(new SparseKernel([.. instance.Candidates.Select(KernelKind.Sparse)], [.. instance.Targets.Select(KernelKind.Sparse)])));
        AssertClose(expected, Values(new DoubleKernel(candidates, targets, d)));
        AssertClose([.. expected.Select(v => 3.5 * v)], Values(new SumKernel((1.5, instance.Kernel), (0, product), (2, product))));
    });

    [Fact]
    public void Sparse_rows_are_picked_like_the_same_rows_dense() => Instance.Any.Sample(instance =>
    {
        var sparse = new SparseKernel([.. instance.Candidates.Select(KernelKind.Sparse)], [.. instance.Targets.Select(KernelKind.Sparse)]);
        CancellationToken token = TestContext.Current.CancellationToken;
        foreach (string rule in Selectors.Names)
        {
            SelectionOptions options = instance.Options;
            Assert.Equal(Selectors.Create(rule).Select(instance.Kernel, options, token).Indices, Selectors.Create(rule).Select(sparse, options, token).Indices);
        }
    });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Vectors_without_numbers_are_refused(float value)
    {
        string message = Refused(() => new DenseKernel(new[] { 1, 2, 3, value }, TwoByTwo, 2));
        Assert.Contains("Candidate 1", message, StringComparison.Ordinal);
        Assert.Contains("Target 0", Refused(() => new DenseKernel(TwoByTwo, new[] { value, 1 }, 2)), StringComparison.Ordinal);
        Assert.Contains("Target 0", Refused(() => new DoubleKernel(new double[2], new[] { value, 1.0 }, 2)), StringComparison.Ordinal);
        Assert.Contains("Candidate 0", Refused(() => new SparseKernel([new([1], [value])], [SparseVector.Empty])), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Refused(() => new DenseKernel(TwoByTwo, TwoByTwo, 3));
        Refused(() => new DenseKernel(TwoByTwo, TwoByTwo, 0));
        Refused(() => new DenseKernel(TwoByTwo, ReadOnlyMemory<float>.Empty, 2));
        Assert.Contains("3 dimensions", Refused(() => new DenseKernel(Rows([1, 2, 3]), Rows([1, 2]))), StringComparison.Ordinal);
        Refused(() => new SparseKernel([], []));
        Refused(() => new SparseKernel([new([1, 2], [1])], [SparseVector.Empty]));
        Refused(() => new SparseKernel([new([2, 2], [1, 1])], [SparseVector.Empty]));
        Refused(() => new DelegateKernel(2, 0, (_, _) => 1));
        Refused(() => new SumKernel());
        var two = new DenseKernel(TwoByTwo, TwoByTwo, 2);
        Refused(() => new SumKernel((1, two), (1, new DenseKernel(TwoByTwo, TwoByTwo, 1))));
        Refused(() => new SumKernel((-1, two)));
        Refused(() => new SumKernel((double.NaN, two)));
    }

    [Fact]
    public void An_unknown_rule_is_refused_with_the_known_ones() =>
        Assert.Contains("sift, nn, random", Refused(() => Selectors.Create("best")), StringComparison.Ordinal);

    [Fact]
    public void A_kernel_that_is_not_positive_is_refused() => Assert.Contains("negative variance", Refused(() =>
        new Sift().Select(new DelegateKernel(2, 1, (_, _) => -1), new(), TestContext.Current.CancellationToken)), StringComparison.Ordinal);

    private static string Refused(Func<object> create) => Assert.Throws<InvalidInputException>(create).Message;

    private static ReadOnlyMemory<float>[] Rows(params float[][] rows) => Instance.Memories(rows);

    private static double[] Values(ICandidateKernel kernel)
    {
        var values = new List<double>();
        var column = new double[kernel.Candidates];
        var variances = new double[kernel.Targets];
        kernel.TargetVariances(variances);
        values.AddRange(variances);
        for (int t = 0; t < kernel.Targets; t++)
        {
            kernel.TargetCovariances(t, variances);
            values.AddRange(variances);
        }
        kernel.CandidateVariances(column);
        values.AddRange(column);
        for (int t = 0; t < kernel.Targets; t++)
        {
            kernel.TargetColumn(t, column);
            values.AddRange(column);
        }
        for (int x = 0; x < kernel.Candidates; x++)
        {
            kernel.CandidateColumn(x, column);
            values.AddRange(column);
        }
        return [.. values];
    }

    private static void AssertClose(double[] expected, double[] values)
    {
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
