using Loci.Memories;
using Loci.Selection;

namespace Loci.Learning;

/// <summary>Makes what a search found into what a selection needs, so that memory and selection need not know each other.</summary>
public static class CandidateKernels
{
    /// <summary>The weighted sum of the kernels of a representation's parts.</summary>
    public static ICandidateKernel Of(Candidates candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.Parts is [{ Weight: 1 } only]
            ? Kernel(only)
            : new SumKernel([.. candidates.Parts.Select(part => (part.Weight, Kernel(part)))]);
    }

    private static ICandidateKernel Kernel(CandidatePart part) => part is { SparseRows: { } rows, SparseQueries: { } queries }
        ? new SparseKernel(rows, queries)
        : new DenseKernel(part.DenseRows!, part.DenseQueries!, part.Dimensions);
}
