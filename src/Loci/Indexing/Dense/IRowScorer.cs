namespace Loci.Indexing.Dense;

/// <summary>Works out inner products of rows with the queries it was made for. For one thread.</summary>
public interface IRowScorer
{
    /// <summary>
    /// Approximates inner products with every query and bounds the errors: |approximation − product as <see cref="Vectors.IVectorRows"/> rows have it in float64| ≤ error.
    /// Entry q·<paramref name="count"/> + i of each result belongs to query q and position <paramref name="first"/> + i.
    /// </summary>
    /// <param name="first">First position.</param>
    /// <param name="count">Number of positions, at most <see cref="DenseSearch.LargestTile"/>.</param>
    /// <param name="approximations">Room for queries × count numbers.</param>
    /// <param name="errors">Room for queries × count numbers.</param>
    void Score(int first, int count, Span<double> approximations, Span<double> errors);
}
