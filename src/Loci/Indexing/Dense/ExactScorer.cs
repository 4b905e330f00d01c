using System.Runtime.InteropServices;

namespace Loci.Indexing.Dense;

/// <summary>Scores float32 rows against one query in float64, without error.</summary>
internal sealed class ExactScorer(double[] wide, int dimensions, RowWindow<FloatBlock> rows) : IRowScorer
{
    /// <summary>Prepares a query.</summary>
    public static Func<IRowScorer> Scorers(float[] query, int count, RowLocator<FloatBlock> locate)
    {
        var wide = ExactProduct.Widen(query);
        return () => new ExactScorer(wide, query.Length, new RowWindow<FloatBlock>(count, query.Length * sizeof(float), locate));
    }

    /// <inheritdoc/>
    public void Score(int first, int count, Span<double> approximations, Span<double> errors)
    {
        rows.MoveTo(first, count);
        for (var i = 0; i < count; i++)
        {
            var row = rows[i].Block.Row(rows[i].Index);
            approximations[i] = dimensions < FloatProduct.Lanes
                ? ExactProduct.Dot(row, wide)
                : ExactProduct.Dot(ref MemoryMarshal.GetReference(row), wide, dimensions, ref MemoryMarshal.GetReference(rows.After(i).Block.Row(rows.After(i).Index)));
        }
        errors.Clear();
    }
}
