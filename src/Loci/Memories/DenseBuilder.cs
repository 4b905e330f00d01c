using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Grows a dense index. A block smaller than its predecessor's half stays apart, so that no row is copied often and blocks stay few.</summary>
internal sealed class DenseBuilder(int part, int dimensions, IReadOnlyList<float[]> blocks) : IPartBuilder
{
    private const int Largest = 1 << 26; // numbers in a block, 256 MiB

    private readonly List<float[]> _blocks = [.. blocks];

    /// <inheritdoc/>
    public void Add(IReadOnlyList<Features> block)
    {
        var rows = new float[checked(block.Count * dimensions)];
        for (var i = 0; i < block.Count; i++)
            block[i].Dense[part].AsSpan().CopyTo(rows.AsSpan(i * dimensions));
        _blocks.Add(rows);
        while (_blocks.Count > 1 && _blocks[^1].Length >= _blocks[^2].Length / 2 && (long)_blocks[^1].Length + _blocks[^2].Length <= Largest)
        {
            _blocks[^2] = [.. _blocks[^2], .. _blocks[^1]];
            _blocks.RemoveAt(_blocks.Count - 1);
        }
    }

    /// <inheritdoc/>
    public IPartIndex Finish() => new DenseIndex(part, dimensions, [.. _blocks]);
}
