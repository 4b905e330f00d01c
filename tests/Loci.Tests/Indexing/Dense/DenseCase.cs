using CsCheck;
using Loci.Indexing.Dense;
using Loci.Vectors;

namespace Loci.Tests.Indexing.Dense;

/// <summary>Rows and queries of every kind that could go wrong: unit, zero, one-hot, tiny, large, constant, repeated, negated.</summary>
internal sealed record DenseCase(float[][] Rows, float[][] Queries, int Dimensions, int Count, int Seed)
{
    public static Gen<DenseCase> Any { get; } = Gen.Select(Gen.Int[1, 140], Gen.Int[1, 90], Gen.Int[1, 9], Gen.Int[1, 30], Gen.Int).Select(Make);

    public static Gen<DenseCase> Many { get; } = Gen.Select(Gen.Int[1, 70], Gen.Int[600, 3000], Gen.Int[1, 9], Gen.Int[1, 700], Gen.Int).Select(Make);

    public int Threads => 1 + (Seed & 3);

    public DenseSearchOptions Options => new() { Count = Count, Threads = Threads };

    public float[] Values => [.. Rows.SelectMany(row => row)];

    public IVectorRows Exact => new ArrayRows(Values, Dimensions);

    public CompactRows Compact => CompactRows.Empty(Dimensions).Append(Exact);

    public FloatRows Float => FloatRows.Empty(Dimensions).Append(Values);

    public static float[] Unit(Random random, int dimensions)
    {
        double[] values = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)];
        double norm = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => (float)(value / norm))];
    }

    /// <summary>What a scan in float64 over all rows finds, by the same definition of a product.</summary>
    public static ScoredRow[] Naive(float[][] rows, float[][] queries, int count, Func<int, bool>? allowed = null) =>
        [.. rows.Select((row, r) => new ScoredRow(r, ScoreOf(row, queries))).Where(row => allowed?.Invoke(row.Row) != false).OrderByDescending(row => row.Score).ThenBy(row => row.Row).Take(count)];

    private static double ScoreOf(float[] row, float[][] queries)
    {
        double[] products = [.. queries.Select(query => ExactProduct.Dot(row, ExactProduct.Widen(query)))];
        return products.Length == 1 ? Math.Abs(products[0]) : products.Sum(product => product * product);
    }

    private static DenseCase Make(int dimensions, int rows, int queries, int count, int seed)
    {
        var random = new Random(seed);
        var all = new float[rows][];
        for (int r = 0; r < rows; r++)
        {
            all[r] = r > 0 && random.Next(8) == 0 ? [.. all[random.Next(r)].Select(value => random.Next(2) == 0 ? value : -value)] : Vector(random, dimensions);
        }
        return new DenseCase(all, [.. Enumerable.Range(0, queries).Select(_ => random.Next(4) == 0 ? all[random.Next(rows)] : Vector(random, dimensions))], dimensions, count, seed);
    }

    private static float[] Vector(Random random, int dimensions)
    {
        float[] unit = Unit(random, dimensions);
        switch (random.Next(9))
        {
            case 0:
                return new float[dimensions];
            case 1:
                var hot = new float[dimensions];
                hot[random.Next(dimensions)] = random.Next(2) == 0 ? 1 : -1;
                return hot;
            case 2:
                float tiny = MathF.Pow(10, -random.Next(30, 46));
                return [.. unit.Select(value => value * tiny)];
            case 3:
                return [.. unit.Select(_ => 1 / MathF.Sqrt(dimensions))];
            case 4:
                return [.. unit.Select(value => MathF.Pow(value, 9) * 1e3f)]; // few numbers matter
            case 5:
                return [.. unit.Select(value => value * 1e9f)];
            default:
                return unit;
        }
    }
}
