using System.Numerics.Tensors;

namespace Loci.Indexing.Dense;

/// <summary>Refuses what cannot be searched.</summary>
internal static class DenseInput
{
    /// <summary>The longest row: an inner product of codes must fit int32.</summary>
    public const int MostDimensions = 1 << 16;

    /// <summary>The largest number in a row. Unit vectors are far from it; beyond it, sums of products in float32 could overflow.</summary>
    public const float Largest = 1L << 50;

    /// <summary>d must be usable.</summary>
    public static int Dimensions(int dimensions) => dimensions is >= 1 and <= MostDimensions
        ? dimensions
        : throw new InvalidInputException($"Vectors of 1 to {MostDimensions} numbers can be searched, and these have {dimensions}.");

    /// <summary>A row must hold finite numbers.</summary>
    public static void Row(ReadOnlySpan<float> row, int number)
    {
        if (!IsUsable(row))
            throw new InvalidInputException($"Vector {number} holds NaN, infinity or a number beyond 2^50. L2-normalise it, leave it out or embed its text again.");
    }

    /// <summary>Queries must hold finite numbers and have the rows' length; there must be one at least.</summary>
    public static void Queries(IReadOnlyList<float[]> queries, int dimensions)
    {
        if (queries.Count == 0)
            throw new InvalidInputException("A search needs at least one query, and there is none.");
        for (var q = 0; q < queries.Count; q++)
        {
            if (queries[q].Length != dimensions)
                throw new InvalidInputException($"Query {q} has {queries[q].Length} dimensions, and the rows have {dimensions}. Embed both with the same model.");
            if (!IsUsable(queries[q]))
                throw new InvalidInputException($"Query {q} holds NaN, infinity or a number beyond 2^50. L2-normalise it or embed its text again.");
        }
    }

    /// <summary>A source of exact rows must have the shape of what is searched.</summary>
    public static void Exact(Vectors.IVectorRows exact, int count, int dimensions)
    {
        if (exact.Count < count || exact.Dimensions != dimensions)
            throw new InvalidInputException($"The exact rows must be {count} × {dimensions} like those searched, and are {exact.Count} × {exact.Dimensions}.");
    }

    // The comparison is false for NaN, which the maximum hands on.
    private static bool IsUsable(ReadOnlySpan<float> row) => row.IsEmpty || TensorPrimitives.MaxMagnitude(row) is var extreme && MathF.Abs(extreme) <= Largest;
}
