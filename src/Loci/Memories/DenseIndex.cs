using System.Numerics.Tensors;
using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Exact inner products with every chunk by one scan over a float32 matrix. O(chunks·d) a query.</summary>
internal sealed class DenseIndex : IPartIndex
{
    private readonly int _part;
    private readonly int _dimensions;
    private readonly IReadOnlyList<float[]> _blocks;

    /// <summary>Creates the index of part number <paramref name="part"/>; each block holds whole rows of <paramref name="dimensions"/> numbers.</summary>
    public DenseIndex(int part, int dimensions, IReadOnlyList<float[]> blocks) => (_part, _dimensions, _blocks) = (part, dimensions, blocks);

    /// <summary>Reads what <see cref="Save"/> wrote; what is returned makes the index, once the reader's checksum is known to hold.</summary>
    public static Func<IPartIndex> Load(int part, int dimensions, DerivedReader reader)
    {
        var blocks = new List<float[]>();
        for (var rest = reader.Number(); rest > 0; rest--)
            blocks.Add(reader.Array<float>());
        return () => new DenseIndex(part, dimensions, blocks);
    }

    /// <inheritdoc/>
    public void Save(DerivedWriter writer)
    {
        writer.Number(_blocks.Count);
        foreach (var block in _blocks)
            writer.Array<float>(block);
    }

    /// <inheritdoc/>
    public void Score(Features query, double weight, Span<double> scores)
    {
        var vector = query.Dense[_part].AsSpan();
        var chunk = 0;
        foreach (var block in _blocks)
        {
            for (var at = 0; at < block.Length; at += _dimensions)
                scores[chunk++] += weight * TensorPrimitives.Dot(vector, block.AsSpan(at, _dimensions));
        }
    }

    /// <inheritdoc/>
    public CandidatePart Represent(FeaturePart part, IReadOnlyList<Features> rows, IReadOnlyList<Features> queries) => new()
    {
        Name = part.Name,
        Weight = part.Weight,
        Dimensions = _dimensions,
        DenseRows = [.. rows.SelectMany(row => row.Dense[_part]!)],
        DenseQueries = [.. queries.SelectMany(query => query.Dense[_part]!)],
    };

    /// <inheritdoc/>
    public IPartBuilder Extend() => new DenseBuilder(_part, _dimensions, _blocks);
}
