using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;
using Loci.Vectors;

namespace Loci.Tests.Selection.Pools;

/// <summary>A pool in memory, small enough for the naive rule.</summary>
internal sealed record Pool(float[] Values, float[][] TargetRows, int Dimensions)
{
    public static Gen<Pool> Any { get; } =
        from size in Gen.Select(Gen.Int[1, 700], Gen.Int[1, 20], Gen.Int[1, 3], Gen.Int[1, 12])
        from seed in Gen.Int
        from count in Gen.Int[0, 25]
        from noise in Gen.OneOf(1e-4, 0.1, 1.0)
        from distinct in Gen.Bool
        from filtered in Gen.Bool
        from stopping in Gen.OneOf(Gen.Const((double?)null), Gen.Const((double?)0.3))
        select Clustered(size.Item1, size.Item2, size.Item3, size.Item4, seed) with
        {
            Count = count, Noise = noise, Distinct = distinct, Stopping = stopping, Filter = filtered ? row => row % 3 != 1 : null,
        };

    public int Count { get; init; } = 10;

    public double Noise { get; init; } = 0.1;

    public double? Stopping { get; init; }

    public bool Distinct { get; init; }

    public Func<int, bool>? Filter { get; init; }

    public ArrayRows Rows => new(Values, Dimensions);

    public ReadOnlyMemory<float>[] Targets => Instance.Memories(TargetRows);

    public SelectionOptions Options => new() { Count = Count, Noise = Noise, Stopping = Stopping, Distinct = Distinct, Filter = Filter };

    /// <summary>Unit rows around random centres, some exact copies of others and some zero; targets near two centres each.</summary>
    public static Pool Clustered(int rows, int dimensions, int targets, int clusters, int seed)
    {
        var random = new Random(seed);
        float[][] centres = [.. Enumerable.Range(0, clusters).Select(_ => Around(new float[dimensions], 1))];
        float[][] all = new float[rows][];
        for (int row = 0; row < rows; row++)
        {
            all[row] = random.Next(20) switch
            {
                0 => new float[dimensions],
                1 when row > 0 => all[random.Next(row)],
                _ => Around(centres[random.Next(clusters)], 0.5f),
            };
        }
        return new Pool(
            [.. all.SelectMany(row => row)],
            [.. Enumerable.Range(0, targets).Select(_ => Around([.. centres[random.Next(clusters)].Zip(centres[random.Next(clusters)], (a, b) => a + b)], 0.3f))],
            dimensions);

        float[] Around(float[] centre, float spread)
        {
            float[] row = [.. centre.Select(value => value + spread * (random.NextSingle() + random.NextSingle() - 1))];
            float norm = MathF.Sqrt(row.Sum(value => value * value));
            return [.. row.Select(value => value / norm)];
        }
    }

    public SelectionResult Naive() => new Sift().Select(new DenseKernel(Values, TargetRows.SelectMany(row => row).ToArray(), Dimensions), Options, TestContext.Current.CancellationToken);
}
