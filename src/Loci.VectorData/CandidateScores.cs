using System.Numerics.Tensors;
using Loci.Memories;
using Loci.Vectors;

namespace Loci.VectorData;

/// <summary>What a search for one query found, with the signs that a memory's ranking leaves out.</summary>
internal static class CandidateScores
{
    /// <summary>k(q, x) of candidate i.</summary>
    public static double Signed(Candidates found, int i) => Math.CopySign(found.Scores[i], found.Parts.Sum(part => part.Weight * Kernel(part, i)));

    /// <summary>The vector of candidate i; empty where there is not one dense part alone.</summary>
    public static ReadOnlyMemory<float> Vector(Candidates found, int i) =>
        found.Parts is [{ DenseRows: { } rows, Dimensions: var dimensions }] ? rows.AsMemory(i * dimensions, dimensions) : default;

    private static double Kernel(CandidatePart part, int i) => part.DenseRows is { } rows
        ? TensorPrimitives.Dot<float>(part.DenseQueries, rows.AsSpan(i * part.Dimensions, part.Dimensions))
        : Dot(part.SparseQueries![0], part.SparseRows![i]);

    private static double Dot(SparseVector x, SparseVector y)
    {
        var sum = 0.0;
        for (int i = 0, j = 0; i < x.Count && j < y.Count;)
        {
            if (x.Indices[i] == y.Indices[j]) sum += (double)x.Values[i++] * y.Values[j++];
            else if (x.Indices[i] < y.Indices[j]) i++;
            else j++;
        }
        return sum;
    }
}
