using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Vectors;

namespace Loci.Tests.Selection;

/// <summary>The same inner products through every kind of kernel.</summary>
public static class KernelKind
{
    public static TheoryData<string> All => new("dense", "double", "sparse", "sum", "delegate");

    public static ICandidateKernel Create(string kind, float[][] candidates, float[][] targets)
    {
        int d = targets[0].Length;
        float[][] rows = [.. candidates, .. targets];
        return kind switch
        {
            "dense" => new DenseKernel(Instance.Memories(candidates), Instance.Memories(targets)),
            "double" => new DoubleKernel(Wide(candidates), Wide(targets), d),
            "sparse" => new SparseKernel([.. candidates.Select(Sparse)], [.. targets.Select(Sparse)]),
            "sum" => new SumKernel((0.25, Create("dense", candidates, targets)), (0.75, Create("sparse", candidates, targets))),
            "delegate" => new DelegateKernel(candidates.Length, targets.Length, (a, b) => rows[a].Zip(rows[b]).Sum(p => (double)p.First * p.Second)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of kernel."),
        };
    }

    /// <summary>A row without its zeros.</summary>
    public static SparseVector Sparse(float[] row)
    {
        int[] indices = [.. Enumerable.Range(0, row.Length).Where(i => row[i] != 0)];
        return new([.. indices.Select(i => 7 * i)], [.. indices.Select(i => row[i])]);
    }

    private static double[] Wide(float[][] rows) => [.. rows.SelectMany(row => row).Select(v => (double)v)];
}
