namespace Loci.Memories;

/// <summary>
/// The weight of a term in a text: (1 + ln tf)·idf with idf = ln((1 + N)/(1 + df)) + 1, N the number of chunks and df how many of them hold the term
/// (Salton and Buckley 1988; the smoothing is scikit-learn's). A term no chunk holds has df = 0, so that it counts in a query's norm.
/// </summary>
internal static class TfIdf
{
    /// <summary>1 + ln tf, in float32 as the index keeps it.</summary>
    public static float Frequency(int count) => count == 1 ? 1 : (float)(1 + Math.Log(count));

    /// <summary>The inverse document frequency.</summary>
    public static double Inverse(int chunks, int documentFrequency) => Math.Log((1.0 + chunks) / (1.0 + documentFrequency)) + 1;
}
