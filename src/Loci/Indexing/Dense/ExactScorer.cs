using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loci.Indexing.Dense;

/// <summary>Scores float32 rows against one query in float64, without error.</summary>
internal sealed class ExactScorer(double[] wide, int dimensions, ExactScorer.Locator locate) : IRowScorer
{
    private const int Group = 4;

    private readonly RowPlace<FloatBlock>[] _places = new RowPlace<FloatBlock>[DenseSearch.LargestTile + Group];

    /// <summary>Finds as many consecutive rows as there are places.</summary>
    public delegate void Locator(int first, Span<RowPlace<FloatBlock>> places);

    /// <summary>Prepares a query.</summary>
    public static Func<IRowScorer> Scorers(float[] query, Locator locate)
    {
        var wide = ExactProduct.Widen(query);
        return () => new ExactScorer(wide, query.Length, locate);
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        locate(first, _places.AsSpan(0, count));
        errors.Clear();
        if (dimensions < FloatProduct.Lanes)
        {
            for (var i = 0; i < count; i++)
                approximations[i] = ExactProduct.Dot(_places[i].Block.Row(_places[i].Index), wide);
            return;
        }
        _places.AsSpan(count, Group).Fill(_places[count - 1]); // groups are whole; what is too many repeats the last row
        Span<double> four = stackalloc double[Group];
        for (var i = 0; i < count; i += Group)
        {
            ExactProduct.Dot(ref At(i), ref At(i + 1), ref At(i + 2), ref At(i + 3), wide, dimensions).CopyTo(four);
            four[..Math.Min(Group, count - i)].CopyTo(approximations[i..]);
        }
    }

    private ref float At(int i) => ref MemoryMarshal.GetReference(_places[i].Block.Row(_places[i].Index));
}
