using System.Numerics.Tensors;
using Loci.Vectors;

namespace Loci.Benchmarks;

/// <summary>
/// A pool of made-up unit rows around many centres, computed where they are asked for, so that none of it need be in memory: row i depends on i alone, and a shorter pool
/// is the beginning of a longer one.
/// </summary>
/// <param name="count">M, the number of rows.</param>
/// <param name="dimensions">d, the length of a row.</param>
internal sealed class SyntheticPool(int count, int dimensions) : IVectorRows
{
    private const int Centres = 2000;
    private const float Spread = 0.7f;

    private readonly float[] _centres = MakeCentres(dimensions);

    public int Count => count;

    public int Dimensions => dimensions;

    public void Read(int first, Span<float> rows)
    {
        for (int i = 0; i < rows.Length / dimensions; i++)
        {
            Write(first + i, rows.Slice(i * dimensions, dimensions));
        }
    }

    /// <summary>Targets: rows that would come after the last one of any pool.</summary>
    public static float[] Targets(int targets, int dimensions)
    {
        var rows = new float[targets * dimensions];
        new SyntheticPool(int.MaxValue, dimensions).Read(int.MaxValue - targets, rows);
        return rows;
    }

    private void Write(int index, Span<float> row)
    {
        var random = new Random(index);
        ReadOnlySpan<float> centre = _centres.AsSpan(random.Next(Centres) * dimensions, dimensions);
        Fill(random, row, Spread);
        TensorPrimitives.Add(row, centre, row);
        Scale(row, 1);
    }

    private static float[] MakeCentres(int dimensions)
    {
        var random = new Random(-1);
        var centres = new float[Centres * dimensions];
        for (int c = 0; c < Centres; c++)
        {
            Fill(random, centres.AsSpan(c * dimensions, dimensions), 1);
        }
        return centres;
    }

    /// <summary>Fills with a random direction of a given length.</summary>
    private static void Fill(Random random, Span<float> row, float length)
    {
        foreach (ref float value in row)
        {
            value = random.NextSingle() + random.NextSingle() - 1;
        }
        Scale(row, length);
    }

    private static void Scale(Span<float> row, float length) =>
        TensorPrimitives.Multiply(row, length / TensorPrimitives.Norm<float>(row), row);
}
