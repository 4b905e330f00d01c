using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

/// <summary>Guessing ahead may save time and nothing else: a kernel that computes columns in batches gives what one by one gives.</summary>
public sealed class LookaheadTests
{
    [Fact]
    public void Batches_of_columns_change_no_pick() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 45], Gen.Int[1, 3], Gen.Int[1, 60], Gen.Bool, Gen.Int).Sample((k, d, m, count, distinct, seed) =>
        {
            var random = new Random(seed);
            float[] rows = [.. Enumerable.Range(0, (k + m) * d).Select(_ => random.NextSingle() - 0.4f)];
            var batched = new DenseKernel(rows.AsMemory(0, k * d), rows.AsMemory(k * d), d);
            var single = new DelegateKernel(k, m, (a, b) => Enumerable.Range(0, d).Sum(i => (double)rows[a * d + i] * rows[b * d + i]));
            var options = new SelectionOptions { Count = count, Noise = 0.05, Distinct = distinct, Filter = x => x % 5 != 3 };
            SelectionResult expected = Select(single, options), found = Select(batched, options);
            Assert.Equal(expected.Indices, found.Indices);
            Assert.All(expected.Objective.Zip(found.Objective), pair => Assert.Equal(pair.First, pair.Second, 1e-11 * expected.Prior));
        });

    [Fact]
    public void Products_of_a_batch_are_float64_sums_at_every_shape() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 40], Gen.Int[1, 13], Gen.Int).Sample((k, d, b, seed) =>
        {
            var random = new Random(seed);
            float[][] rows = [.. Enumerable.Range(0, k).Select(_ => Enumerable.Range(0, d).Select(_ => random.NextSingle() - 0.5f).ToArray())];
            double[] vectors = [.. Enumerable.Range(0, b * d).Select(_ => random.NextDouble() - 0.5)];
            double[][] products = [.. Enumerable.Range(0, b).Select(_ => new double[k])];
            WideMatrixProduct.Columns(Instance.Memories(rows), vectors, d, products);
            for (int v = 0; v < b; v++)
            {
                for (int x = 0; x < k; x++)
                {
                    Assert.Equal(Enumerable.Range(0, d).Sum(i => rows[x][i] * vectors[v * d + i]), products[v][x], 1e-13);
                }
            }
        });

    private static SelectionResult Select(ICandidateKernel kernel, SelectionOptions options) =>
        new Sift().Select(kernel, options, TestContext.Current.CancellationToken);
}
