namespace Loci.Indexing.Dense;

/// <summary>Rows whose inner products with queries can be bounded: all of a matrix, or some. Immutable and safe to share.</summary>
public interface IScorableRows
{
    /// <summary>How many rows there are to score.</summary>
    int Count { get; }

    /// <summary>d, the length of a row.</summary>
    int Dimensions { get; }

    /// <summary>Bytes read to score a row, about.</summary>
    int RowBytes { get; }

    /// <summary>The number in the matrix of the row at a position, below <see cref="Count"/>.</summary>
    int Row(int position);

    /// <summary>Prepares queries of d finite numbers; each call of what is returned makes a scorer for one thread.</summary>
    Func<IRowScorer> Scorers(IReadOnlyList<float[]> queries);
}
