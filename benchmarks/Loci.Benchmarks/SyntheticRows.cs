using System.Numerics.Tensors;
using Loci.Vectors;

namespace Loci.Benchmarks;

/// <summary>Made-up vectors with the structure that selection meets: near-copies around a few centres. The same seed gives the same vectors.</summary>
internal static class SyntheticRows
{
    private const int Centres = 32;
    private const double Spread = 0.7; // of the distance from a centre, relative to its length

    /// <summary>Dense rows of length 1, row after row; the queries of a pool are its last rows.</summary>
    public static float[] Dense(int rows, int dimensions, int seed = 0)
    {
        var random = new Random(seed);
        double[][] centres = [.. Enumerable.Range(0, Centres).Select(_ => Unit(random, dimensions))];
        var matrix = new float[rows * dimensions];
        for (int i = 0; i < rows; i++)
        {
            double[] centre = centres[random.Next(Centres)], noise = Unit(random, dimensions);
            double squared = 0;
            for (int j = 0; j < dimensions; j++)
            {
                noise[j] = centre[j] + Spread * noise[j];
                squared += noise[j] * noise[j];
            }
            for (int j = 0; j < dimensions; j++)
            {
                matrix[i * dimensions + j] = (float)(noise[j] / Math.Sqrt(squared));
            }
        }
        return matrix;
    }

    /// <summary>Dense rows of length 1 in all directions alike, made by all processors: each thousand of rows has a seed of its own.</summary>
    public static float[] Random(int rows, int dimensions, int seed)
    {
        const int together = 1000;
        var matrix = new float[rows * dimensions];
        Parallel.For(0, (rows + together - 1) / together, part =>
        {
            var random = new Random(1_000_003 * seed + part);
            for (int i = part * together; i < Math.Min(rows, (part + 1) * together); i++)
            {
                Span<float> row = matrix.AsSpan(i * dimensions, dimensions);
                foreach (ref float value in row)
                {
                    value = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f; // near enough to a Gaussian
                }
                TensorPrimitives.Divide(row, TensorPrimitives.Norm(row), row);
            }
        });
        return matrix;
    }

    /// <summary>Sparse rows of length 1: as many draws of terms, common ones far more often than rare ones, as words in a text.</summary>
    public static SparseVector[] Sparse(int rows, int draws, int terms, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => SparseRow(random, draws, terms))];
    }

    private static SparseVector SparseRow(Random random, int draws, int terms)
    {
        var counts = new SortedDictionary<int, int>();
        for (int i = 0; i < draws; i++)
        {
            int term = (int)Math.Pow(terms, random.NextDouble()) - 1; // rank r with a probability like 1/r
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }
        double norm = Math.Sqrt(counts.Values.Sum(count => (double)count * count));
        return new SparseVector([.. counts.Keys], [.. counts.Values.Select(count => (float)(count / norm))]);
    }

    private static double[] Unit(Random random, int dimensions)
    {
        var vector = new double[dimensions];
        double squared = 0;
        for (int i = 0; i < dimensions; i++)
        {
            vector[i] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5; // near enough to a Gaussian
            squared += vector[i] * vector[i];
        }
        return [.. vector.Select(value => value / Math.Sqrt(squared))];
    }
}
