using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>Scores int8 rows, wherever they are, against queries in int16.</summary>
internal sealed class CompactScorer : IRowScorer
{
    private const int Group = RowWindow<CompactBlock>.Group;

    private readonly CompactQuery[] _queries;
    private readonly short[] _codes; // query by query
    private readonly int _stride;
    private readonly RowWindow<CompactBlock> _rows;
    private readonly double[] _scales = new double[DenseSearch.LargestTile];
    private readonly double[] _residuals = new double[DenseSearch.LargestTile];
    private readonly int[] _products;

    private CompactScorer(CompactQuery[] queries, short[] codes, int stride, RowWindow<CompactBlock> rows)
    {
        (_queries, _codes, _stride, _rows) = (queries, codes, stride, rows);
        _products = new int[queries.Length * DenseSearch.TileRows(queries.Length)];
    }

    /// <summary>Prepares queries.</summary>
    public static Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries, int dimensions, int count, RowLocator<CompactBlock> locate)
    {
        var stride = CodeProduct.Padded(dimensions);
        var codes = new short[queries.Count * stride];
        var prepared = new CompactQuery[queries.Count];
        for (var q = 0; q < prepared.Length; q++)
            prepared[q] = new CompactQuery(queries[q], codes.AsSpan(q * stride, stride));
        return () => new CompactScorer(prepared, codes, stride, new RowWindow<CompactBlock>(count, stride, locate));
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        var room = _rows.MoveTo(first, count);
        Multiply(count, room);
        for (var i = 0; i < count; i++)
            (_scales[i], _residuals[i]) = (_rows[i].Block.Scales[_rows[i].Index], _rows[i].Block.Residuals[_rows[i].Index]);
        for (var q = 0; q < _queries.Length; q++)
        {
            Scale(_queries[q], _products.AsSpan(q * room, count), approximations.Slice(q * count, count));
            if (!errors.IsEmpty)
                Bound(_queries[q], errors.Slice(q * count, count));
        }
    }

    private void Multiply(int count, int room)
    {
        var grouped = _queries.Length - _queries.Length % Group;
        for (var q = 0; q < grouped; q += Group)
            for (var i = 0; i < room; i += Group)
                CodeProduct.FourByFour(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref _codes[q * _stride], _stride, ref _products[q * room + i], room);
        for (var q = grouped; q < _queries.Length; q++)
            for (var i = 0; i < count; i++)
                _products[q * room + i] = CodeProduct.One(ref At(i), ref _codes[q * _stride], _stride, ref After(i));
    }

    private ref sbyte At(int i) => ref _rows[i].Block.Row(_rows[i].Index);

    private ref sbyte After(int i) => ref _rows.After(i).Block.Row(_rows.After(i).Index);

    private void Scale(CompactQuery query, ReadOnlySpan<int> products, Span<double> approximations)
    {
        var unit = Vector512.Create(query.Unit);
        var i = 0;
        for (; i + Vector512<double>.Count <= products.Length; i += Vector512<double>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(products), (nuint)i));
            var scale = Vector512.LoadUnsafe(ref _scales[0], (nuint)i) * unit;
            (Vector512.ConvertToDouble(Vector512.Create(low, high)) * scale).StoreUnsafe(ref MemoryMarshal.GetReference(approximations), (nuint)i);
        }
        for (; i < products.Length; i++)
            approximations[i] = products[i] * (_scales[i] * query.Unit);
    }

    private void Bound(CompactQuery query, Span<double> errors)
    {
        Vector512<double> perScale = Vector512.Create(query.ErrorPerScale), perResidual = Vector512.Create(query.ErrorPerResidual);
        var i = 0;
        for (; i + Vector512<double>.Count <= errors.Length; i += Vector512<double>.Count)
        {
            var bound = (Vector512.LoadUnsafe(ref _residuals[0], (nuint)i) * perResidual) + (Vector512.LoadUnsafe(ref _scales[0], (nuint)i) * perScale);
            bound.StoreUnsafe(ref MemoryMarshal.GetReference(errors), (nuint)i);
        }
        for (; i < errors.Length; i++)
            errors[i] = (_residuals[i] * query.ErrorPerResidual) + (_scales[i] * query.ErrorPerScale);
    }
}
