namespace Loci.Selection;

/// <summary>A kernel for which several columns at once are cheaper than one by one, since its rows are read only once for all of them.</summary>
internal interface IBatchedKernel : ICandidateKernel
{
    /// <summary>Writes the columns of several candidates; each of <paramref name="columns"/> has at least K elements.</summary>
    void CandidateColumns(ReadOnlySpan<int> candidates, ReadOnlySpan<double[]> columns);

    /// <summary>Writes k(x, x′) of a few candidates x′ with candidate x, to float32's accuracy; O(d) each.</summary>
    void RoughCovariances(int candidate, ReadOnlySpan<int> others, Span<double> covariances);
}
