namespace Loci.Indexing.Dense;

/// <summary>
/// A matrix as a list of blocks, which larger and smaller versions of it share. A block that comes last stays apart while it is smaller than half of the one
/// before it, so that n rows that come one by one are copied O(log n) times each and blocks stay few. Immutable.
/// </summary>
internal sealed class RowBlocks<TBlock> where TBlock : class, IRowBlock<TBlock>
{
    private readonly TBlock[] _blocks;
    private readonly int[] _starts; // number of the first row of each block, and the count of all

    /// <summary>Holds these blocks; empty ones are left out.</summary>
    public RowBlocks(IEnumerable<TBlock> blocks)
    {
        _blocks = [.. blocks.Where(block => block.Count > 0)];
        _starts = new int[_blocks.Length + 1];
        for (var b = 0; b < _blocks.Length; b++)
            _starts[b + 1] = checked(_starts[b] + _blocks[b].Count);
    }

    /// <summary>The blocks, in order.</summary>
    public IReadOnlyList<TBlock> Blocks => _blocks;

    /// <summary>Number of rows.</summary>
    public int Count => _starts[^1];

    /// <summary>These rows and then others. No block of more than <paramref name="largest"/> rows is made of two.</summary>
    public RowBlocks<TBlock> Append(IEnumerable<TBlock> later, int largest)
    {
        var blocks = new List<TBlock>(_blocks);
        foreach (var block in later)
        {
            blocks.Add(block);
            while (blocks.Count > 1 && blocks[^1].Count >= blocks[^2].Count / 2 && (long)blocks[^1].Count + blocks[^2].Count <= largest)
            {
                blocks[^2] = blocks[^2].Join(blocks[^1]);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }
        return new RowBlocks<TBlock>(blocks);
    }

    /// <summary>All rows but some. Blocks that lose none are shared.</summary>
    /// <exception cref="InvalidInputException">There is no such row.</exception>
    public RowBlocks<TBlock> Without(IEnumerable<int> rows)
    {
        int[] gone = [.. rows.Distinct().Order()];
        if (gone.Length > 0 && (gone[0] < 0 || gone[^1] >= Count))
            throw new InvalidInputException($"Rows 0 to {Count - 1} can be left out, and row {(gone[0] < 0 ? gone[0] : gone[^1])} was asked for.");
        var blocks = new List<TBlock>();
        var next = 0;
        for (var b = 0; b < _blocks.Length; b++)
        {
            var first = next;
            while (next < gone.Length && gone[next] < _starts[b + 1])
                next++;
            blocks.Add(next == first ? _blocks[b] : _blocks[b].Keep(Others(gone.AsSpan(first..next), _starts[b], _starts[b + 1])));
        }
        return new RowBlocks<TBlock>(blocks);
    }

    /// <summary>Finds a row. O(log blocks).</summary>
    public RowPlace<TBlock> Locate(int row)
    {
        var block = Containing(row);
        return new RowPlace<TBlock>(_blocks[block], row - _starts[block]);
    }

    /// <summary>Finds as many consecutive rows as there are places.</summary>
    public void Locate(int first, Span<RowPlace<TBlock>> places)
    {
        for (int at = 0, block = Containing(first); at < places.Length; block++)
        {
            var end = Math.Min(places.Length, _starts[block + 1] - first);
            for (; at < end; at++)
                places[at] = new RowPlace<TBlock>(_blocks[block], first + at - _starts[block]);
        }
    }

    private int Containing(int row)
    {
        var found = Array.BinarySearch(_starts, row);
        return found >= 0 ? found : ~found - 1;
    }

    private static int[] Others(ReadOnlySpan<int> gone, int start, int end)
    {
        var kept = new int[end - start - gone.Length];
        for (int row = start, at = 0; row < end; row++)
        {
            if (!gone.IsEmpty && gone[0] == row)
                gone = gone[1..];
            else
                kept[at++] = row - start;
        }
        return kept;
    }
}
