using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>Scores int8 rows, wherever they are, against queries in int16.</summary>
/// <param name="queries">The queries.</param>
/// <param name="codes">Their codes, one after another.</param>
/// <param name="stride">Codes of a row.</param>
/// <param name="locate">Finds the rows at consecutive positions.</param>
internal sealed class CompactScorer(CompactQuery[] queries, short[] codes, int stride, CompactScorer.Locator locate) : IRowScorer
{
    private const int Group = 4;

    private readonly RowPlace<CompactBlock>[] _places = new RowPlace<CompactBlock>[DenseSearch.LargestTile + Group];
    private readonly double[] _scales = new double[DenseSearch.LargestTile];
    private readonly double[] _residuals = new double[DenseSearch.LargestTile];
    private readonly int[] _products = new int[queries.Length * DenseSearch.TileRows(queries.Length)];

    /// <summary>Finds as many consecutive rows as there are places.</summary>
    public delegate void Locator(int first, Span<RowPlace<CompactBlock>> places);

    /// <summary>Prepares queries.</summary>
    public static Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries, int dimensions, Locator locate)
    {
        var stride = CodeProduct.Padded(dimensions);
        var codes = new short[queries.Count * stride];
        var prepared = new CompactQuery[queries.Count];
        for (var q = 0; q < prepared.Length; q++)
            prepared[q] = new CompactQuery(queries[q], codes.AsSpan(q * stride, stride));
        return () => new CompactScorer(prepared, codes, stride, locate);
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        locate(first, _places.AsSpan(0, count));
        _places.AsSpan(count, Group).Fill(_places[count - 1]); // groups are whole; what is too many repeats the last row
        for (var i = 0; i < count; i++)
            (_scales[i], _residuals[i]) = (_places[i].Block.Scales[_places[i].Index], _places[i].Block.Residuals[_places[i].Index]);
        var room = (count + Group - 1) / Group * Group;
        Multiply(room);
        for (var q = 0; q < queries.Length; q++)
        {
            Scale(queries[q], _products.AsSpan(q * room, count), approximations.Slice(q * count, count));
            if (!errors.IsEmpty)
                Bound(queries[q], errors.Slice(q * count, count));
        }
    }

    private void Multiply(int room)
    {
        ref var query = ref MemoryMarshal.GetArrayDataReference(codes);
        var grouped = queries.Length - queries.Length % Group;
        for (var q = 0; q < grouped; q += Group)
            for (var i = 0; i < room; i += Group)
                CodeProduct.FourByFour(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref codes[q * stride], stride, ref _products[q * room + i], room);
        for (var q = grouped; q < queries.Length; q++)
            for (var i = 0; i < room; i += Group)
                CodeProduct.FourByOne(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), ref codes[q * stride], stride).StoreUnsafe(ref _products[q * room + i]);
    }

    private ref sbyte At(int i) => ref _places[i].Block.Row(_places[i].Index);

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
