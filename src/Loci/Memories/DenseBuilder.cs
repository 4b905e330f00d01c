using Loci.Embedding;
using Loci.Indexing.Dense;
using Loci.Vectors;

namespace Loci.Memories;

/// <summary>Grows a dense index; what was there before is shared, not copied.</summary>
internal sealed class DenseBuilder(int part, FloatRows rows, CompactRows codes, InvertedFile? lists) : IPartBuilder
{
    private FloatRows _rows = rows;
    private CompactRows _codes = codes;

    /// <inheritdoc/>
    public void Add(IReadOnlyList<Features> block)
    {
        var values = new float[checked(block.Count * _rows.Dimensions)];
        for (var i = 0; i < block.Count; i++)
            block[i].Dense[part].AsSpan().CopyTo(values.AsSpan(i * _rows.Dimensions));
        Add(values);
    }

    /// <summary>Appends whole rows, which nobody may change afterwards.</summary>
    public void Add(float[] values)
    {
        _rows = _rows.Append(values);
        _codes = _codes.Append(new ArrayRows(values, _rows.Dimensions));
    }

    /// <inheritdoc/>
    public IPartIndex Finish() => new DenseIndex(part, _rows, _codes, lists);
}
