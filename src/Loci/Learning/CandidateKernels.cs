using Loci.Memories;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Learning;

/// <summary>Joins memory and selection, which know nothing of each other.</summary>
public static class CandidateKernels
{
    /// <summary>
    /// The kernel over what a search found, with its queries as targets: Σ weight·inner product over the parts, the same the search ranked by.
    /// Candidate i of the kernel is entry i of <paramref name="candidates"/>.
    /// </summary>
    public static ICandidateKernel Of(Candidates candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.Parts is [{ Weight: 1 } alone] ? Of(alone) : new SumKernel([.. candidates.Parts.Select(part => (part.Weight, Of(part)))]);
    }

    private static ICandidateKernel Of(CandidatePart part) => part.SparseRows is { } rows
        ? new SparseKernel(rows, part.SparseQueries!)
        : new DenseKernel(part.DenseRows, part.DenseQueries, part.Dimensions);
}
