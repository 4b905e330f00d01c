namespace Loci.Indexing.Dense;

/// <summary>The rows of each list, ascending, in compressed-row form. Immutable.</summary>
internal sealed class ListTable
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    /// <summary>Sorts rows by list. O(n).</summary>
    public ListTable(ReadOnlySpan<int> assignments, int lists)
    {
        (_starts, _rows) = (new int[lists + 1], new int[assignments.Length]);
        foreach (var list in assignments)
            _starts[list + 1]++;
        for (var list = 0; list < lists; list++)
            _starts[list + 1] += _starts[list];
        var next = _starts[..lists];
        for (var row = 0; row < assignments.Length; row++)
            _rows[next[assignments[row]]++] = row;
    }

    /// <summary>The rows of a list.</summary>
    public ReadOnlySpan<int> this[int list] => _rows.AsSpan(_starts[list].._starts[list + 1]);

    /// <summary>The rows of some lists, one list after another.</summary>
    public int[] RowsOf(IEnumerable<int> lists)
    {
        var rows = new List<int>();
        foreach (var list in lists)
            rows.AddRange(this[list]);
        return [.. rows];
    }
}
