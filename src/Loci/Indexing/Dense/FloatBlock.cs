namespace Loci.Indexing.Dense;

/// <summary>Rows as they are, and their norms rounded up. Immutable.</summary>
internal sealed class FloatBlock(int dimensions, ReadOnlyMemory<float> values, double[] norms) : IRowBlock<FloatBlock>
{
    /// <inheritdoc/>
    public int Count => norms.Length;

    /// <summary>Of each row ‖x‖, rounded up.</summary>
    public double Norm(int index) => norms[index];

    /// <summary>A row.</summary>
    public ReadOnlySpan<float> Row(int index) => values.Span.Slice(index * dimensions, dimensions);

    /// <inheritdoc/>
    public FloatBlock Join(FloatBlock later)
    {
        var joined = GC.AllocateUninitializedArray<float>((Count + later.Count) * dimensions);
        for (var i = 0; i < Count; i++)
            Row(i).CopyTo(joined.AsSpan(i * dimensions));
        for (var i = 0; i < later.Count; i++)
            later.Row(i).CopyTo(joined.AsSpan((Count + i) * dimensions));
        return new FloatBlock(dimensions, joined, [.. norms, .. Enumerable.Range(0, later.Count).Select(later.Norm)]);
    }

    /// <inheritdoc/>
    public FloatBlock Keep(ReadOnlySpan<int> positions)
    {
        var (kept, keptNorms) = (GC.AllocateUninitializedArray<float>(positions.Length * dimensions), new double[positions.Length]);
        for (var i = 0; i < positions.Length; i++)
        {
            Row(positions[i]).CopyTo(kept.AsSpan(i * dimensions));
            keptNorms[i] = norms[positions[i]];
        }
        return new FloatBlock(dimensions, kept, keptNorms);
    }
}
