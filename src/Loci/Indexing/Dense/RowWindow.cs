namespace Loci.Indexing.Dense;

/// <summary>The rows of a tile, whole groups of them, and those that come after, so that they can be asked for meanwhile. For one thread.</summary>
/// <param name="count">Number of all rows.</param>
/// <param name="rowBytes">Bytes of a row.</param>
/// <param name="locate">Finds rows.</param>
internal sealed class RowWindow<TBlock>(int count, int rowBytes, RowLocator<TBlock> locate)
{
    /// <summary>Rows that are multiplied at once.</summary>
    public const int Group = 4;

    private readonly RowPlace<TBlock>[] _places = new RowPlace<TBlock>[DenseSearch.LargestTile + Group + Prefetch.MostRows];
    private readonly int _ahead = Prefetch.Rows(rowBytes);

    /// <summary>Goes to a tile; gives its size in whole groups. What is beyond the last row repeats it.</summary>
    public int MoveTo(int first, int size)
    {
        var room = (size + Group - 1) / Group * Group;
        var there = Math.Min(room + _ahead, count - first);
        locate(first, _places.AsSpan(0, there));
        _places.AsSpan(there, room + _ahead - there).Fill(_places[there - 1]);
        return room;
    }

    /// <summary>A row of the tile.</summary>
    public RowPlace<TBlock> this[int index] => _places[index];

    /// <summary>The row to ask for while a row is worked on.</summary>
    public RowPlace<TBlock> After(int index) => _places[index + _ahead];
}
