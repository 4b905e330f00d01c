namespace Loci.Vectors;

/// <summary>A vector given by its non-zero entries. The arrays are shared, not copied; nobody changes them after construction.</summary>
/// <param name="Indices">Strictly ascending dimensions.</param>
/// <param name="Values">The entry at each of <paramref name="Indices"/>.</param>
public sealed record SparseVector(int[] Indices, float[] Values)
{
    /// <summary>The vector without entries.</summary>
    public static SparseVector Empty { get; } = new([], []);

    /// <summary>Number of stored entries.</summary>
    public int Count => Indices.Length;
}
