using Loci.Embedding;
using Loci.Vectors;

namespace Loci.Memories;

/// <summary>Turns term counts into L2-normalised TF-IDF vectors.</summary>
internal static class TfIdfVector
{
    /// <summary>
    /// The vector of a text over an ascending vocabulary that holds all its terms; <paramref name="idf"/> belongs to the vocabulary. Both lists ascend, so
    /// dimensions do too.
    /// </summary>
    public static SparseVector Of(TermCounts counts, uint[] vocabulary, double[] idf)
    {
        var indices = new int[counts.Terms.Length];
        var values = new double[indices.Length];
        var norm = 0.0;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = Array.BinarySearch(vocabulary, counts.Terms[i]);
            values[i] = TfIdf.Frequency(counts.Counts[i]) * idf[indices[i]];
            norm += values[i] * values[i];
        }
        var scale = norm > 0 ? 1 / Math.Sqrt(norm) : 0;
        return new SparseVector(indices, Array.ConvertAll(values, value => (float)(value * scale)));
    }
}
